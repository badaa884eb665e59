package io.minhos.trading.replay;

import io.minhos.domain.market.MarketRecord;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MergedFileSource;
import io.minhos.flink.market.Arrival;
import io.minhos.flink.market.SplitArrivals;
import io.minhos.trading.config.TradingConfig;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Market data of files, in event time, for jobs that replay, retrain or only count.
 *
 * @param records what is admitted; what is not is in its side output of rejects
 */
public record FileMarket(SingleOutputStreamOperator<MarketRecord> records) {

  /** Reads all files as one stream, at parallelism 1. */
  public static FileMarket read(
      StreamExecutionEnvironment env, List<MarketFile> files, TradingConfig config) {
    return new FileMarket(
        env.fromSource(
                new MergedFileSource(
                    files,
                    config.bars().clock(),
                    config.admission().partition(),
                    config.tradable()),
                WatermarkStrategy.noWatermarks(),
                "MergedFileSource",
                TypeInformation.of(Arrival.class))
            .uid("merged-file-source")
            .setParallelism(1)
            .process(new SplitArrivals())
            .uid("split-arrivals")
            .name("SplitArrivals")
            .setParallelism(1));
  }

  public DataStream<MarketRecord> trades() {
    return records
        .filter(record -> record.trade() != null)
        .uid("select-trades")
        .name("SelectTrades")
        .setParallelism(1);
  }

  public DataStream<MarketRecord> bars() {
    return records
        .filter(record -> record.bar() != null)
        .uid("select-bars")
        .name("SelectBars")
        .setParallelism(1);
  }
}
