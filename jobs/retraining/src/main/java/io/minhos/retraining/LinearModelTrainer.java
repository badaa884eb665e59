package io.minhos.retraining;

import io.minhos.domain.evaluation.LinearRegression;
import io.minhos.engines.ensemble.LinearEnsemble;
import java.util.Map;

/** The plain linear model that every other is compared with; it was solved in one pass before. */
final class LinearModelTrainer implements ModelTrainer {

  static final String NAME = "linear";
  static final String ARTIFACT = "linear.json";

  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public TrainedModel train(TrainingSet set, Fits fits, Progress progress) {
    double[] answers = new double[set.tested(fits.plan()).length];
    int at = 0;
    for (Fits.Fit fit : fits.folds()) {
      LinearRegression linear = fit.linear();
      for (int row : set.tested(fit.split())) {
        answers[at++] = linear.predict(set.row(row).tabular().values());
      }
    }
    LinearRegression whole = fits.whole().linear();
    return TrainedModel.of(
        NAME,
        fits,
        answers,
        Map.of(ARTIFACT, new LinearEnsemble(whole.intercept(), whole.coefficients()).toJson()),
        Map.of());
  }
}
