package io.minhos.trading.kafka;

import io.minhos.domain.control.ControlEntry;
import io.minhos.trading.output.Json;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Appends entries to the control log. */
public final class ControlLog implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;

  public ControlLog(String bootstrapServers) {
    producer = BytesProducer.open(bootstrapServers);
  }

  /**
   * Appends {@code entry} and returns once the brokers have it.
   *
   * @throws IllegalArgumentException if the entry lacks what its type needs
   */
  public void append(ControlEntry entry) throws InterruptedException, ExecutionException {
    entry
        .flaw()
        .ifPresent(
            flaw -> {
              throw new IllegalArgumentException("INVALID_COMMAND: " + flaw);
            });
    String about = entry.model() == null ? entry.type().name() : entry.model();
    byte[] key = about.getBytes(StandardCharsets.UTF_8);
    byte[] value = Json.line(entry).getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(Topics.CONTROL, key, value)).get();
  }

  @Override
  public void close() {
    producer.close();
  }
}
