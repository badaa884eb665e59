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
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Market data of files, in event time, for jobs that replay, retrain or only count. */
public final class FileMarket {

  private FileMarket() {}

  /**
   * Reads all files as one stream, at parallelism 1.
   *
   * @return admitted trades and bars; what is not admitted is in its side output of rejects
   */
  public static SingleOutputStreamOperator<MarketRecord> read(
      StreamExecutionEnvironment env, List<MarketFile> files, TradingConfig config) {
    // One stream: two of one reader come at different paces, and BuildBars would go again and again
    // through what waits for the slower.
    return env.fromSource(
            new MergedFileSource(
                files, config.bars().clock(), config.admission().partition(), config.tradable()),
            WatermarkStrategy.noWatermarks(),
            "MergedFileSource",
            TypeInformation.of(Arrival.class))
        .uid("merged-file-source")
        .setParallelism(1)
        .process(new SplitArrivals())
        .uid("split-arrivals")
        .name("SplitArrivals")
        .setParallelism(1);
  }
}
