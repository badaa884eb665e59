package io.minhos.trading.kafka;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.signals.Signal;
import io.minhos.trading.JobSettings;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import io.minhos.trading.output.OutputLine;
import io.minhos.trading.output.SortJsonLines;
import io.minhos.trading.replay.Replay;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a live job sent to its topics, as the files that a replay writes: the same lines in the same
 * order. In bounded memory.
 */
public final class TopicFiles {

  private interface ToLine<T> extends Serializable {
    OutputLine of(T value);
  }

  /** A topic and the file that is made of its messages. */
  private record Saved<T>(String topic, String file, Class<T> type, ToLine<T> toLine)
      implements KafkaRecordDeserializationSchema<OutputLine> {

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<OutputLine> out) {
      T value = null;
      String flaw = "no value";
      if (message.value() != null) {
        try {
          value = Json.read(new String(message.value(), StandardCharsets.UTF_8), type);
        } catch (UncheckedIOException e) {
          flaw = e.getCause().getMessage().lines().findFirst().orElse("");
        }
      }
      if (value == null) {
        throw new TopicException(
            "UNREADABLE: topic=%s partition=%d offset=%d: %s"
                .formatted(topic, message.partition(), message.offset(), flaw));
      }
      out.collect(toLine.of(value));
    }

    @Override
    public TypeInformation<OutputLine> getProducedType() {
      return TypeInformation.of(OutputLine.class);
    }
  }

  /** What a review reads: each exactly once in its topic. */
  private static final List<Saved<?>> SAVED =
      List.of(
          new Saved<>(Topics.PORTFOLIO, Replay.PORTFOLIO, PortfolioSnapshot.class, OutputLine::of),
          new Saved<>(Topics.EXECUTIONS, Replay.EXECUTIONS, Execution.class, OutputLine::of),
          new Saved<>(Topics.DECISIONS, Replay.DECISIONS, Decision.class, OutputLine::of),
          new Saved<>(Topics.SIGNALS, Replay.SIGNALS, Signal.class, OutputLine::of),
          new Saved<>(Topics.ACCURACY, Replay.ACCURACY, AccuracyReport.class, OutputLine::of),
          new Saved<>(Topics.ACKS, Replay.ACKS, Acknowledgement.class, OutputLine::of),
          new Saved<>(Topics.ALERTS, Replay.ALERTS, Alert.class, OutputLine::of));

  private TopicFiles() {}

  /**
   * Writes into {@code folder} what the topics hold now.
   *
   * @throws TopicException MISSING_TOPIC, EMPTY_TOPICS, or UNREADABLE with the message's place
   * @throws org.apache.kafka.common.errors.TimeoutException if no broker answers
   */
  public static void write(TradingConfig config, Path folder) throws Exception {
    TopicExtent extent = TopicExtent.of(config, SAVED.stream().map(Saved::topic).toList());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, JobSettings.flink());
    List<Path> files = new ArrayList<>();
    for (Saved<?> saved : SAVED) {
      Path file = folder.resolve(saved.file());
      env.fromSource(
              KafkaJob.reading(config, saved.topic(), saved)
                  .setBounded(extent.bound(saved.topic()))
                  .build(),
              WatermarkStrategy.noWatermarks(),
              saved.topic())
          .uid("read-" + saved.topic())
          .transform("SortJsonLines", Types.VOID, new SortJsonLines(file.toString()))
          .uid("sort-" + saved.topic());
      files.add(file);
    }
    env.execute("topic files");
    for (Path file : files) {
      SortJsonLines.removeRuns(file);
    }
  }
}
