package io.minhos.flink.inference;

import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.ScaledSequenceModel;
import io.minhos.domain.inference.SequenceWindow;
import io.minhos.domain.inference.Status;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.control.ControlledBar;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Asks the LSTM about each bar, with the last vectors of its symbol.
 *
 * <p>Micro-batched: the rows that one watermark releases are asked together, across symbols, in
 * chunks of at most {@code batchSize}. A custom operator, since only an operator is told when a
 * watermark passes, a checkpoint is about to be taken and the input ends; then nothing is left
 * waiting, so no row is late or lost. Rows leave in the order in which they came, and an answer
 * does not hang on which rows shared its batch.
 */
public final class PredictLstm extends AbstractStreamOperator<PredictedBar>
    implements OneInputStreamOperator<ControlledBar, PredictedBar>, BoundedOneInput {

  static final ValueStateDescriptor<SequenceWindow> WINDOW =
      new ValueStateDescriptor<>("sequence-window", SequenceWindow.class);

  private static final long serialVersionUID = 1L;
  private static final String MODEL = SignalFusion.LSTM;
  private static final int LATENCIES = 1_000;

  private final ModelLoader<ScaledSequenceModel> loader;
  private final int sequenceLength;
  private final int batchSize;
  private final double threshold;
  private final int gpus;

  private transient ValueState<SequenceWindow> windows;
  private transient ModelCache<ScaledSequenceModel> models;
  private transient List<Row> rows;
  private transient Counts counts;
  private transient Histogram latency;

  /**
   * A bar that waits for its answer.
   *
   * @param arrivedNanos when it came, of {@link System#nanoTime}: measured, never decided upon
   */
  private record Row(
      ControlledBar bar,
      long time,
      ModelRelease release,
      SequenceWindow window,
      long arrivedNanos) {}

  /**
   * @param sequenceLength vectors in a sequence; a release of another length is refused before
   * @param batchSize rows that are asked together at most
   * @param threshold of the value, up to which the direction is NEUTRAL
   * @param gpus that the operator's slot asked for, at least 0; the model computes on one of them
   */
  public PredictLstm(
      ModelLoader<ScaledSequenceModel> loader,
      int sequenceLength,
      int batchSize,
      double threshold,
      int gpus) {
    this.loader = loader;
    this.sequenceLength = sequenceLength;
    this.batchSize = batchSize;
    this.threshold = threshold;
    this.gpus = gpus;
  }

  @Override
  public void open() throws Exception {
    super.open();
    windows = getRuntimeContext().getState(WINDOW);
    models =
        new ModelCache<>(
            gpus == 0 ? loader : loader.onGpu(Gpus.index(getRuntimeContext())),
            ScaledSequenceModel::close);
    rows = new ArrayList<>(batchSize);
    counts = new Counts(getRuntimeContext());
    latency =
        getMetricGroup()
            .addGroup(TradingMetric.GROUP)
            .histogram(
                TradingMetric.LSTM_LATENCY.id(), new DescriptiveStatisticsHistogram(LATENCIES));
  }

  @Override
  public void processElement(StreamRecord<ControlledBar> element) throws Exception {
    ControlledBar bar = element.getValue();
    FeatureVector vector = bar.analyzed().features().sequence();
    SequenceWindow known = windows.value();
    SequenceWindow window =
        (known == null ? SequenceWindow.empty() : known).plus(vector, sequenceLength);
    windows.update(window);
    models.announce(bar.announced(), MODEL);
    rows.add(
        new Row(
            bar, element.getTimestamp(), bar.controls().release(MODEL), window, System.nanoTime()));
    if (rows.size() >= batchSize) {
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
    if (rows.isEmpty()) {
      return;
    }
    Prediction[] answers = new Prediction[rows.size()];
    Map<ModelRelease, List<Integer>> asked = new LinkedHashMap<>();
    for (int i = 0; i < answers.length; i++) {
      Row row = rows.get(i);
      if (row.release() == null) {
        answers[i] = Prediction.none(MODEL, 0, Status.UNTRAINED);
      } else if (row.window().count() < sequenceLength) {
        answers[i] = Prediction.none(MODEL, row.release().version(), Status.INSUFFICIENT_DATA);
      } else {
        asked.computeIfAbsent(row.release(), r -> new ArrayList<>()).add(i);
      }
    }
    for (Map.Entry<ModelRelease, List<Integer>> entry : asked.entrySet()) {
      ask(entry.getKey(), entry.getValue(), answers);
    }
    long answered = System.nanoTime();
    for (int i = 0; i < answers.length; i++) {
      counts.add(TradingMetric.PREDICTIONS, "answer", MODEL + "." + answers[i].status());
      Row row = rows.get(i);
      latency.update(answered - row.arrivedNanos());
      output.collect(
          new StreamRecord<>(new PredictedBar(row.bar(), List.of(answers[i])), row.time()));
    }
    rows.clear();
  }

  private void ask(ModelRelease release, List<Integer> indices, Prediction[] answers)
      throws InterruptedException {
    ScaledSequenceModel model = models.get(release);
    float[] values;
    try {
      values = model.predict(indices.stream().map(i -> rows.get(i).window().values()).toList());
    } catch (RuntimeException e) {
      LOG.warn("FAILED: model={} version={}", release.model(), release.version(), e);
      for (int index : indices) {
        answers[index] = Prediction.none(MODEL, release.version(), Status.FAILED);
      }
      return;
    }
    for (int i = 0; i < values.length; i++) {
      answers[indices.get(i)] = Prediction.of(release, values[i], threshold);
    }
  }
}
