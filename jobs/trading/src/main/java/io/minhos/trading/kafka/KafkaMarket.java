package io.minhos.trading.kafka;

import io.minhos.domain.market.MarketRecord;
import io.minhos.flink.market.AdmitMarketData;
import io.minhos.flink.market.Arrival;
import io.minhos.trading.config.TradingConfig;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What is admitted of the market topics, for the live job, which goes on, and for jobs that read
 * them up to an end.
 *
 * @param trades of the topic of trades; what is not admitted is in its side output of rejects
 * @param bars the same of the topic of bars
 */
public record KafkaMarket(
    SingleOutputStreamOperator<MarketRecord> trades,
    SingleOutputStreamOperator<MarketRecord> bars) {

  /** Goes on for ever, and marks the partitions that say nothing where data arrive live. */
  static KafkaMarket live(StreamExecutionEnvironment env, TradingConfig config) {
    return new KafkaMarket(
        live(env, config, Topics.TRADES, "trades"), live(env, config, Topics.BARS, "bars"));
  }

  /**
   * Ends at {@code extent}; asks for no markers. For batch jobs too: there a keyed input is sorted
   * by key and timestamp, which would mix what a partition took in at one millisecond, but the
   * timestamps of arrivals are their offsets, so that each partition is judged in its own order;
   * and what is held at its end is settled there, see {@link AdmitMarketData}.
   */
  public static KafkaMarket upTo(
      MarketExtent extent, StreamExecutionEnvironment env, TradingConfig config) {
    return new KafkaMarket(
        upTo(extent, env, config, Topics.TRADES, "trades"),
        upTo(extent, env, config, Topics.BARS, "bars"));
  }

  /** Trades and bars in one stream. */
  public DataStream<MarketRecord> records() {
    return trades.union(bars);
  }

  private static SingleOutputStreamOperator<MarketRecord> live(
      StreamExecutionEnvironment env, TradingConfig config, String topic, String name) {
    return admit(
        env,
        config,
        KafkaJob.source(config, topic, arrivals(config)),
        topic,
        name,
        MarketTopic.partitions(topic, config.kafka().partitions()),
        config.admission().arrivalTime());
  }

  private static SingleOutputStreamOperator<MarketRecord> upTo(
      MarketExtent extent,
      StreamExecutionEnvironment env,
      TradingConfig config,
      String topic,
      String name) {
    return admit(
        env,
        config,
        KafkaJob.reading(config, topic, arrivals(config)).setBounded(extent.bound(topic)).build(),
        topic,
        name,
        extent.partitions(topic),
        false);
  }

  private static ArrivalDeserializer arrivals(TradingConfig config) {
    return new ArrivalDeserializer(config.admission().arrivalTime());
  }

  private static SingleOutputStreamOperator<MarketRecord> admit(
      StreamExecutionEnvironment env,
      TradingConfig config,
      KafkaSource<Arrival> source,
      String topic,
      String name,
      List<String> partitions,
      boolean marking) {
    return env.fromSource(
            source,
            WatermarkStrategy.<Arrival>noWatermarks()
                .withTimestampAssigner((arrival, appended) -> arrival.ordinal()),
            topic)
        .uid("read-" + name)
        .keyBy(Arrival::source)
        .transform(
            "AdmitMarketData " + name,
            TypeInformation.of(MarketRecord.class),
            new AdmitMarketData(
                config.admission().partition(),
                config.tradable(),
                config.bars().clock(),
                partitions,
                marking))
        .uid("admit-market-data-" + name);
  }
}
