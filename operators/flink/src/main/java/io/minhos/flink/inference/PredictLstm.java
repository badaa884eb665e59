package io.minhos.flink.inference;

import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.ScaledSequenceModel;
import io.minhos.domain.inference.SequenceWindow;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.control.ControlledBar;
import io.minhos.flink.metrics.TradingMetric;
import java.util.List;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/** Asks the LSTM about each bar, with the last vectors of its symbol. */
public final class PredictLstm
    extends AskModel<ControlledBar, PredictLstm.Sequence, ScaledSequenceModel> {

  static final ValueStateDescriptor<SequenceWindow> WINDOW =
      new ValueStateDescriptor<>("sequence-window", SequenceWindow.class);

  private static final long serialVersionUID = 1L;

  private final ModelLoader<ScaledSequenceModel> loader;
  private final int sequenceLength;
  private final double threshold;
  private final int gpus;

  private transient ValueState<SequenceWindow> windows;

  /** A bar with the vectors up to it. */
  public record Sequence(ControlledBar bar, SequenceWindow window) {}

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
    super(SignalFusion.LSTM, batchSize, TradingMetric.LSTM_LATENCY);
    this.loader = loader;
    this.sequenceLength = sequenceLength;
    this.threshold = threshold;
    this.gpus = gpus;
  }

  @Override
  public void open() throws Exception {
    ClusterLayout.check();
    super.open();
    windows = getRuntimeContext().getState(WINDOW);
  }

  @Override
  ModelCache<ScaledSequenceModel> openModels() {
    return new ModelCache<>(
        gpus == 0 ? loader : loader.onGpu(Gpus.index(getRuntimeContext())),
        ScaledSequenceModel::close);
  }

  @Override
  Sequence row(ControlledBar bar) throws Exception {
    FeatureVector vector = bar.analyzed().sequence();
    SequenceWindow known = windows.value();
    SequenceWindow window =
        (known == null ? SequenceWindow.empty() : known).plus(vector, sequenceLength);
    windows.update(window);
    return new Sequence(bar, window);
  }

  @Override
  ControlledBar bar(Sequence sequence) {
    return sequence.bar();
  }

  @Override
  boolean isReady(Sequence sequence) {
    return sequence.window().count() >= sequenceLength;
  }

  @Override
  List<Prediction> ask(ScaledSequenceModel model, ModelRelease release, List<Sequence> rows) {
    return model.predict(
        release, threshold, rows.stream().map(row -> row.window().values()).toList());
  }

  @Override
  PredictedBar predicted(Sequence sequence, List<Prediction> answers) {
    return new PredictedBar(sequence.bar(), answers);
  }
}
