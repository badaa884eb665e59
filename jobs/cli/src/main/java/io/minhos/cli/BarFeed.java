package io.minhos.cli;

import io.minhos.domain.market.Bar;
import io.minhos.domain.market.BoundaryMarks;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.BytesProducer;
import io.minhos.trading.kafka.MarketDataCodec;
import io.minhos.trading.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Publishes bars with the markers that complete them, and knows when the broker took these. */
final class BarFeed implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final MarketDataCodec codec = new MarketDataCodec();
  private final BoundaryMarks marks;
  private final int partitions;

  BarFeed(TradingConfig config) {
    producer = BytesProducer.open(config.kafka().bootstrapServers());
    marks = config.boundaryMarks();
    partitions = config.kafka().partitions();
  }

  /**
   * Appends bars of one time, and then to each partition of both market topics the marker that lets
   * the watermark pass them: before the last of these nobody can know that they are complete.
   *
   * @return the broker's append time of the last marker
   */
  long publish(List<Bar> bars) throws InterruptedException, ExecutionException {
    for (Bar bar : bars) {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  Topics.BARS, bar.symbol().getBytes(StandardCharsets.UTF_8), codec.encode(bar)));
    }
    return complete(bars.get(0).time());
  }

  /** Appends the markers behind the bars of {@code time}, as {@link #publish} does. */
  long complete(long time) throws InterruptedException, ExecutionException {
    byte[] marker = codec.encodeMarker(marks.next(time + marks.latenessMillis()));
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (String topic : List.of(Topics.TRADES, Topics.BARS)) {
      for (int partition = 0; partition < partitions; partition++) {
        sent.add(producer.send(new ProducerRecord<>(topic, partition, null, marker)));
      }
    }
    long last = Long.MIN_VALUE;
    for (Future<RecordMetadata> future : sent) {
      last = Math.max(last, future.get().timestamp());
    }
    return last;
  }

  @Override
  public void close() {
    producer.close();
  }
}
