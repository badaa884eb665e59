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

  /** What of them is admitted, as streams that end. */
  Inputs read(StreamExecutionEnvironment env, TradingConfig config);

  /** Admitted trades and bars. */
  record Inputs(DataStream<MarketRecord> trades, DataStream<MarketRecord> bars) {}

  /** In files, which are merged by time. */
  static History of(List<MarketFile> files) {
    return (env, config) -> {
      FileMarket market = FileMarket.read(env, files, config);
      return new Inputs(market.trades(), market.bars());
    };
  }

  /** In the market topics, as far as {@code extent}. */
  static History of(MarketExtent extent) {
    return (env, config) -> {
      KafkaMarket market = KafkaMarket.upTo(extent, env, config);
      return new Inputs(market.trades(), market.bars());
    };
  }
}
