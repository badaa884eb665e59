package io.minhos.trading.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Producers of bytes that keep the order; whether a message arrived, its future tells. */
public final class BytesProducer {

  private BytesProducer() {}

  /** One that sends at once, and one request at a time ({@link KafkaJob#IN_FLIGHT}). */
  public static KafkaProducer<byte[], byte[]> open(String bootstrapServers) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "acks",
            "all",
            "enable.idempotence",
            "true",
            "linger.ms",
            "0",
            KafkaJob.IN_FLIGHT,
            "1"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
