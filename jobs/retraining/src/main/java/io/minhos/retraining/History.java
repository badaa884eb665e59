package io.minhos.retraining;

import io.minhos.domain.market.MarketRecord;
import io.minhos.flink.files.MarketFile;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.KafkaMarket;
import io.minhos.trading.kafka.MarketExtent;
import io.minhos.trading.replay.FileMarket;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where the market data lie that models are trained on. */
public interface History {

  /** Admitted trades and bars, as a stream that ends. */
  DataStream<MarketRecord> read(StreamExecutionEnvironment env, TradingConfig config);

  /**
   * What of {@code history} has an event time in [{@code from}, {@code until}), milliseconds since
   * the epoch, and nothing else: no label reaches {@code until}. Both must be boundaries of bars,
   * for trades of half a bar make a bar.
   */
  static History within(History history, long from, long until) {
    return (env, config) ->
        history
            .read(env, config)
            .filter(record -> record.time() >= from && record.time() < until)
            .uid("select-window")
            .name("SelectWindow")
            .setParallelism(1);
  }

  /** In files, which are merged by time. */
  static History of(List<MarketFile> files) {
    return (env, config) -> FileMarket.read(env, files, config);
  }

  /** In the market topics, as far as {@code extent}. */
  static History of(MarketExtent extent) {
    return (env, config) -> KafkaMarket.upTo(extent, env, config).records();
  }
}
