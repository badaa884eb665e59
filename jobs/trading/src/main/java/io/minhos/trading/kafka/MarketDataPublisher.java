package io.minhos.trading.kafka;

import io.minhos.domain.market.BarClock;
import io.minhos.domain.market.Trade;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes trades keyed by symbol, and a boundary marker to every partition of both market topics
 * each time a bar's end is passed: so a partition without trades is known to be idle from its own
 * log, and a replay of the log sees the same.
 */
public final class MarketDataPublisher implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final MarketDataCodec codec = new MarketDataCodec();
  private final AtomicReference<Exception> refused = new AtomicReference<>();
  private final BarClock clock;
  private final int partitions;
  private long lastBoundary = Long.MIN_VALUE;

  public MarketDataPublisher(String bootstrapServers, int partitions, BarClock clock) {
    Properties p = new Properties();
    p.putAll(
        Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "enable.idempotence", "true"));
    this.producer = new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer());
    this.partitions = partitions;
    this.clock = clock;
  }

  /** Sends {@code trade}, behind the markers of the bars that end before it. */
  public void publish(Trade trade) {
    long boundary = clock.openTime(trade.time());
    if (boundary > lastBoundary) {
      lastBoundary = boundary;
      mark(boundary);
    }
    send(
        new ProducerRecord<>(
            Topics.TRADES, trade.symbol().getBytes(StandardCharsets.UTF_8), codec.encode(trade)));
  }

  /** Says that nothing before {@code time} will come any more, however far behind it was. */
  public void finish(long time) {
    // The second confirms the first, which may be far ahead.
    mark(time);
    mark(time);
    producer.flush();
    failIfRefused();
  }

  private void send(ProducerRecord<byte[], byte[]> message) {
    failIfRefused();
    var unused =
        producer.send(
            message,
            (metadata, e) -> {
              if (e != null) {
                refused.compareAndSet(null, e);
              }
            });
  }

  private void failIfRefused() {
    Exception e = refused.get();
    if (e != null) {
      throw new IllegalStateException("the broker refused market data", e);
    }
  }

  private void mark(long time) {
    byte[] marker = codec.encodeMarker(time);
    for (String topic : new String[] {Topics.TRADES, Topics.BARS}) {
      for (int partition = 0; partition < partitions; partition++) {
        send(new ProducerRecord<>(topic, partition, null, marker));
      }
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
