package io.minhos.trading.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic as it stands: what is committed, from the beginning. */
public final class TopicReader {

  private static final Duration POLL = Duration.ofMillis(200);

  private final String bootstrapServers;

  public TopicReader(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** The topics that are there, besides the broker's own, sorted. */
  public List<String> topics() {
    try (var kafka = consumer()) {
      return kafka.listTopics().keySet().stream()
          .filter(name -> !name.startsWith("__"))
          .sorted()
          .toList();
    }
  }

  /** The values of {@code topic} as text, partition by partition in the order of offsets. */
  public List<String> read(String topic) {
    List<String> values = new ArrayList<>();
    forEach(topic, false, m -> values.add(new String(m.value(), StandardCharsets.UTF_8)));
    return values;
  }

  /**
   * Gives each message of {@code topic}.
   *
   * @param follow whether to go on, for ever, with what arrives
   */
  public void forEach(
      String topic, boolean follow, Consumer<ConsumerRecord<byte[], byte[]>> consumer) {
    try (var kafka = consumer()) {
      List<TopicPartition> partitions =
          kafka.partitionsFor(topic).stream()
              .map(i -> new TopicPartition(topic, i.partition()))
              .toList();
      kafka.assign(partitions);
      kafka.seekToBeginning(partitions);
      Map<TopicPartition, Long> end = kafka.endOffsets(partitions);
      while (follow
          || end.entrySet().stream().anyMatch(e -> kafka.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> message : kafka.poll(POLL)) {
          consumer.accept(message);
        }
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
