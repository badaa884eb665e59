package io.minhos.trading.kafka;

import io.minhos.domain.market.BoundaryMarks;
import io.minhos.domain.market.Trade;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes trades keyed by symbol, and a boundary marker to every partition of both market topics
 * each time a bar's end is passed by more than the lateness: so a partition without trades is known
 * to be idle from its own log, and a replay of the log sees the same.
 */
public final class MarketDataPublisher implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final MarketDataCodec codec = new MarketDataCodec();
  private final AtomicReference<Exception> refused = new AtomicReference<>();
  private final BoundaryMarks marks;
  private final int partitions;
  private long lastMark = Long.MIN_VALUE;

  public MarketDataPublisher(String bootstrapServers, int partitions, BoundaryMarks marks) {
    this.producer = BytesProducer.open(bootstrapServers);
    this.partitions = partitions;
    this.marks = marks;
  }

  /** Sends {@code trade}, behind the markers of the bars that are complete by then. */
  public void publish(Trade trade) {
    long due = marks.last(trade.time());
    if (due > lastMark) {
      lastMark = due;
      mark(due);
    }
    send(
        new ProducerRecord<>(
            Topics.TRADES, trade.symbol().getBytes(StandardCharsets.UTF_8), codec.encode(trade)));
  }

  /** Completes the bar that covers {@code time}: nothing of it will come any more. */
  public void finish(long time) {
    long last = marks.next(time + marks.latenessMillis());
    // The second confirms the first, which may be far ahead.
    mark(last);
    mark(last);
    flush();
  }

  /** Returns once the brokers have all that was published. */
  public void flush() {
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
