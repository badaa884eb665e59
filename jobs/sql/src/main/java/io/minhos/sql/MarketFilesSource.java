package io.minhos.sql;

import io.minhos.flink.files.MarketFile;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.replay.FileMarket;
import java.util.List;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsSourceWatermark;
import org.apache.flink.table.data.RowData;

/** Rows of market files, read to their end, with the topology's own watermarks. */
final class MarketFilesSource implements ScanTableSource, SupportsSourceWatermark {

  private final String table;
  private final List<MarketFile> files;
  private final TradingConfig config;
  private final boolean batch;
  private final MarketRows.Reader rows;

  MarketFilesSource(
      String table,
      List<MarketFile> files,
      TradingConfig config,
      boolean batch,
      MarketRows.Reader rows) {
    this.table = table;
    this.files = files;
    this.config = config;
    this.batch = batch;
    this.rows = rows;
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.insertOnly();
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    return new Scan();
  }

  /** The stream has them anyway. */
  @Override
  public void applySourceWatermark() {}

  @Override
  public DynamicTableSource copy() {
    return new MarketFilesSource(table, files, config, batch, rows);
  }

  @Override
  public String asSummaryString() {
    return "MinhosFiles";
  }

  private final class Scan implements DataStreamScanProvider {
    @Override
    public DataStream<RowData> produceDataStream(
        ProviderContext context, StreamExecutionEnvironment env) {
      DataStream<RowData> stream = rows.read(FileMarket.read(env, files, config), config, batch);
      // A query may scan several such tables: what is unique in a job of ours is not in its.
      String scan = Integer.toString(stream.getTransformation().getId());
      for (Transformation<?> step : stream.getTransformation().getTransitivePredecessors()) {
        if (step.getUid() != null) {
          step.setUid(table + "." + scan + "." + step.getUid());
        }
      }
      return stream;
    }

    @Override
    public boolean isBounded() {
      return true;
    }
  }
}
