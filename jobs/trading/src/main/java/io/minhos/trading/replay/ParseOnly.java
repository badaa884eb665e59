package io.minhos.trading.replay;

import io.minhos.flink.files.MarketFile;
import io.minhos.flink.metrics.TradingMetric;
import io.minhos.trading.JobSettings;
import io.minhos.trading.config.TradingConfig;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A Flink job that reads the same files and only counts: what a replay is measured against. */
public final class ParseOnly {

  private ParseOnly() {}

  /** Returns how many records the files hold. */
  public static long run(List<MarketFile> files, TradingConfig config) throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, JobSettings.flink());
    FileMarket.read(env, files, config).sinkTo(new DiscardingSink<>()).uid("discard");
    Long read = env.execute("parse only").getAccumulatorResult(TradingMetric.RECORDS_READ.id());
    return read == null ? 0 : read;
  }
}
