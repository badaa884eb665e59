package io.minhos.flink.inference;

import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.inference.EnsembleModel;
import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.control.ControlledBar;
import io.minhos.flink.metrics.TradingMetric;
import java.util.List;

/** Asks the ensemble about each bar. */
public final class PredictEnsemble extends AskModel<PredictedBar, PredictedBar, EnsembleModel> {

  private static final long serialVersionUID = 1L;

  private final ModelLoader<EnsembleModel> loader;
  private final double threshold;

  /**
   * @param batchSize rows that are asked together at most
   * @param threshold of the value, up to which the direction is NEUTRAL
   */
  public PredictEnsemble(ModelLoader<EnsembleModel> loader, int batchSize, double threshold) {
    super(SignalFusion.ENSEMBLE, batchSize, TradingMetric.ENSEMBLE_LATENCY);
    this.loader = loader;
    this.threshold = threshold;
  }

  @Override
  ModelCache<EnsembleModel> openModels() {
    return new ModelCache<>(loader, model -> {});
  }

  @Override
  PredictedBar row(PredictedBar predicted) {
    return predicted;
  }

  @Override
  ControlledBar bar(PredictedBar predicted) {
    return predicted.bar();
  }

  @Override
  boolean isReady(PredictedBar predicted) {
    return vector(predicted).warm();
  }

  @Override
  List<Prediction> ask(EnsembleModel model, ModelRelease release, List<PredictedBar> rows) {
    return model.predict(
        release,
        threshold,
        rows.stream().map(row -> vector(row).values()).toArray(double[][]::new));
  }

  @Override
  PredictedBar predicted(PredictedBar predicted, List<Prediction> answers) {
    return predicted.plus(answers).withoutVectors();
  }

  private static FeatureVector vector(PredictedBar predicted) {
    return predicted.bar().analyzed().tabular();
  }
}
