package io.minhos.flink.inference;

import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.EnsembleModel;
import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.control.ControlledBar;
import io.minhos.flink.metrics.TradingMetric;
import java.util.ArrayList;
import java.util.Arrays;
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
    List<Prediction> answers = new ArrayList<>(rows.size());
    double[][] features = rows.stream().map(row -> vector(row).values()).toArray(double[][]::new);
    for (EnsembleAnswer answer : model.answer(features)) {
      Prediction raw =
          Prediction.of(
              release,
              answer.value(),
              threshold,
              answer.agreement(),
              Arrays.stream(answer.bases()).boxed().toList());
      answers.add(model.facts().of(raw, features[answers.size()], 0));
    }
    return answers;
  }

  @Override
  PredictedBar predicted(PredictedBar predicted, List<Prediction> answers) {
    return predicted.plus(answers).withoutVectors();
  }

  private static FeatureVector vector(PredictedBar predicted) {
    return predicted.bar().analyzed().tabular();
  }
}
