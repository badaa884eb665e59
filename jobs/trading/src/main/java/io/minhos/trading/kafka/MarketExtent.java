package io.minhos.trading.kafka;

import io.minhos.trading.config.TradingConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How far the market topics go at one moment: what is published later is not read by a job that
 * reads up to there.
 *
 * @param ends the offset behind the last committed message of each partition
 */
public record MarketExtent(Map<TopicPartition, Long> ends) {

  private static final List<String> TOPICS = List.of(Topics.TRADES, Topics.BARS);

  /** A broker that says nothing for so long will not be heard by a job either. */
  private static final String PATIENCE_MILLIS = "10000";

  public MarketExtent {
    ends = Map.copyOf(ends);
  }

  /**
   * That of now.
   *
   * @throws TopicException if one of the topics does not exist, or there is nothing in them
   * @throws org.apache.kafka.common.errors.TimeoutException if no broker answers
   */
  public static MarketExtent now(TradingConfig config) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            config.kafka().bootstrapServers(),
            "isolation.level",
            "read_committed",
            "default.api.timeout.ms",
            PATIENCE_MILLIS);
    try (var kafka =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var topics = kafka.listTopics();
      Map<TopicPartition, Long> ends = new HashMap<>();
      boolean empty = true;
      for (String topic : TOPICS) {
        if (!topics.containsKey(topic)) {
          throw new TopicException(
              "MISSING_TOPIC: topic=%s brokers=%s"
                  .formatted(topic, config.kafka().bootstrapServers()));
        }
        List<TopicPartition> partitions =
            topics.get(topic).stream().map(p -> new TopicPartition(topic, p.partition())).toList();
        Map<TopicPartition, Long> end = kafka.endOffsets(partitions);
        Map<TopicPartition, Long> beginning = kafka.beginningOffsets(partitions);
        empty &= partitions.stream().allMatch(p -> end.get(p) <= beginning.get(p));
        ends.putAll(end);
      }
      if (empty) {
        throw new TopicException(
            "EMPTY_TOPICS: topics=%s brokers=%s"
                .formatted(String.join(",", TOPICS), config.kafka().bootstrapServers()));
      }
      return new MarketExtent(ends);
    }
  }

  /** Where a source of {@code topic} stops. */
  OffsetsInitializer bound(String topic) {
    Map<TopicPartition, Long> of = new HashMap<>(ends);
    of.keySet().removeIf(partition -> !partition.topic().equals(topic));
    return OffsetsInitializer.offsets(of);
  }

  /** The names of the partitions of {@code topic} as sources. */
  List<String> partitions(String topic) {
    return MarketTopic.partitions(
        topic, (int) ends.keySet().stream().filter(p -> p.topic().equals(topic)).count());
  }
}
