package io.minhos.trading.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
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
      List<TopicPartition> partitions = assign(kafka, topic);
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

  private static List<TopicPartition> assign(KafkaConsumer<?, ?> kafka, String topic) {
    List<TopicPartition> partitions =
        kafka.partitionsFor(topic).stream()
            .map(i -> new TopicPartition(topic, i.partition()))
            .toList();
    kafka.assign(partitions);
    return partitions;
  }

  /**
   * What comes to {@code topic} from now on.
   *
   * @throws KafkaException if it is not there, or the brokers do not say where it ends
   */
  public Arrivals arrivals(String topic) {
    return new Arrivals(consumer(), topic);
  }

  /** What comes to a topic after its end at one moment. */
  public static final class Arrivals implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> kafka;

    private Arrivals(KafkaConsumer<byte[], byte[]> kafka, String topic) {
      this.kafka = kafka;
      try {
        List<TopicPartition> partitions = assign(kafka, topic);
        if (partitions.isEmpty()) {
          throw new UnknownTopicOrPartitionException("topic=" + topic);
        }
        kafka.endOffsets(partitions).forEach(kafka::seek);
      } catch (RuntimeException e) {
        kafka.close();
        throw e;
      }
    }

    /** The first value, as text, that fits and has come within {@code limit}; empty if none has. */
    public Optional<String> await(Predicate<String> fits, Duration limit) {
      long end = System.nanoTime() + limit.toNanos();
      Optional<String> found = Optional.empty();
      while (found.isEmpty() && System.nanoTime() < end) {
        found =
            StreamSupport.stream(kafka.poll(POLL).spliterator(), false)
                .map(m -> new String(m.value(), StandardCharsets.UTF_8))
                .filter(fits)
                .findFirst();
      }
      return found;
    }

    @Override
    public void close() {
      kafka.close();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
