package io.minhos.flink.inference;

import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import io.minhos.flink.control.ControlledBar;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.Latencies;
import io.minhos.flink.metrics.TradingMetric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Asks a model about each bar: the release in force, and in shadow those that challenge it or stand
 * by.
 *
 * <p>Micro-batched: the rows that one watermark releases are asked together, across symbols, in
 * chunks of at most {@code batchSize}. A custom operator, since only an operator is told when a
 * watermark passes, a checkpoint is about to be taken and the input ends; then nothing is left
 * waiting, so no row is late or lost. Rows leave in the order in which they came, and an answer
 * does not hang on which rows shared its batch.
 *
 * @param <I> what comes in
 * @param <R> a row that waits, with what the model is asked
 * @param <M> what answers
 */
abstract class AskModel<I, R, M> extends AbstractStreamOperator<PredictedBar>
    implements OneInputStreamOperator<I, PredictedBar>, BoundedOneInput {

  private static final long serialVersionUID = 1L;
  private static final Comparator<Prediction> BY_VERSION =
      Comparator.comparingInt(Prediction::version);

  private final String id;
  private final int batchSize;
  private final TradingMetric latencyMetric;

  private transient List<Waiting<R>> waiting;
  private transient ModelCache<M> models;
  private transient Counts counts;
  private transient Latencies latency;

  /**
   * A row that waits for its answer.
   *
   * @param time event time of its record
   * @param nanos when it came, of {@link System#nanoTime}: measured, never decided upon
   */
  private record Waiting<R>(R row, long time, long nanos) {}

  /**
   * @param id of the model
   * @param batchSize rows that are asked together at most
   * @param latencyMetric takes the time from a row's coming to its answer
   */
  AskModel(String id, int batchSize, TradingMetric latencyMetric) {
    this.id = id;
    this.batchSize = batchSize;
    this.latencyMetric = latencyMetric;
  }

  /** What keeps the models in memory; called once. */
  abstract ModelCache<M> openModels();

  /** The row of {@code value}; called with its key. */
  abstract R row(I value) throws Exception;

  abstract ControlledBar bar(R row);

  /** Whether there are enough data to ask. */
  abstract boolean isReady(R row);

  /**
   * The answers to {@code rows}, in their order.
   *
   * @throws RuntimeException if one has none
   */
  abstract List<Prediction> ask(M model, ModelRelease release, List<R> rows);

  /** The row with an answer for each release that answers, sorted by version. */
  abstract PredictedBar predicted(R row, List<Prediction> answers);

  @Override
  public void open() throws Exception {
    super.open();
    models = openModels();
    waiting = new ArrayList<>(batchSize);
    counts = new Counts(getRuntimeContext());
    latency = Latencies.of(latencyMetric, getMetricGroup());
  }

  @Override
  public void processElement(StreamRecord<I> element) throws Exception {
    R row = row(element.getValue());
    models.announce(bar(row).announced(), id);
    waiting.add(new Waiting<>(row, element.getTimestamp(), System.nanoTime()));
    if (waiting.size() >= batchSize) {
      flush();
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flush();
  }

  @Override
  public void endInput() throws Exception {
    flush();
  }

  @Override
  public void close() throws Exception {
    if (models != null) {
      models.close();
    }
    super.close();
  }

  private void flush() throws InterruptedException {
    if (waiting.isEmpty()) {
      return;
    }
    List<List<Prediction>> answers = new ArrayList<>(waiting.size());
    Map<ModelRelease, List<Integer>> asked = new LinkedHashMap<>();
    for (int i = 0; i < waiting.size(); i++) {
      R row = waiting.get(i).row();
      List<Prediction> none = new ArrayList<>(1);
      answers.add(none);
      List<ModelRelease> releases = bar(row).controls().answering(id);
      if (releases.isEmpty()) {
        none.add(Prediction.none(id, 0, Status.UNTRAINED));
      } else if (isReady(row)) {
        for (ModelRelease release : releases) {
          asked.computeIfAbsent(release, r -> new ArrayList<>()).add(i);
        }
      } else {
        for (ModelRelease release : releases) {
          none.add(Prediction.none(id, release.version(), Status.INSUFFICIENT_DATA));
        }
      }
    }
    for (Map.Entry<ModelRelease, List<Integer>> entry : asked.entrySet()) {
      List<Integer> indices = entry.getValue();
      List<Prediction> told =
          answers(entry.getKey(), indices.stream().map(i -> waiting.get(i).row()).toList());
      for (int i = 0; i < told.size(); i++) {
        answers.get(indices.get(i)).add(told.get(i));
      }
    }
    long answered = System.nanoTime();
    for (int i = 0; i < answers.size(); i++) {
      Waiting<R> row = waiting.get(i);
      // Not as they were asked: that hangs on the batch.
      answers.get(i).sort(BY_VERSION);
      ModelRelease inForce = bar(row.row()).controls().release(id);
      for (Prediction answer : answers.get(i)) {
        if (inForce == null || answer.version() == inForce.version()) {
          counts.add(TradingMetric.PREDICTIONS, id, answer.status().name());
        }
      }
      latency.update(answered - row.nanos());
      output.collect(new StreamRecord<>(predicted(row.row(), answers.get(i)), row.time()));
    }
    waiting.clear();
  }

  private List<Prediction> answers(ModelRelease release, List<R> rows) throws InterruptedException {
    M model = models.get(release);
    try {
      return ask(model, release, rows);
    } catch (RuntimeException e) {
      LOG.warn("FAILED: model={} version={}", release.model(), release.version(), e);
      // One row's failure is no other's.
      return rows.stream().map(row -> alone(model, release, row)).toList();
    }
  }

  private Prediction alone(M model, ModelRelease release, R row) {
    try {
      return ask(model, release, List.of(row)).get(0);
    } catch (RuntimeException e) {
      return Prediction.none(id, release.version(), Status.FAILED);
    }
  }
}
