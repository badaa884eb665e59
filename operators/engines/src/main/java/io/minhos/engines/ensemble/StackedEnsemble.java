package io.minhos.engines.ensemble;

import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.EnsembleModel;
import io.minhos.engines.trees.FlatTrees;
import java.util.ArrayList;
import java.util.List;

/**
 * Three tree models under a linear meta-learner.
 *
 * <pre>
 * value = clip(intercept + w₀·forest + w₁·xgboost + w₂·lightgbm, −1, 1), added in this order
 * agreement = share of the three whose sign is that of value: 0, ⅓, ⅔ or 1
 * </pre>
 *
 * <p>Immutable; for any number of threads.
 */
public final class StackedEnsemble implements EnsembleModel {

  private final FlatTrees forest;
  private final FlatTrees xgboost;
  private final FlatTrees lightgbm;
  private final StackWeights stack;

  /**
   * The stack of three models.
   *
   * @throws IllegalArgumentException if they do not know as many features, one as the other
   */
  public StackedEnsemble(
      FlatTrees forest, FlatTrees xgboost, FlatTrees lightgbm, StackWeights stack) {
    if (forest.features() != xgboost.features() || forest.features() != lightgbm.features()) {
      throw new IllegalArgumentException(
          "base models must know the same features: forest="
              + forest.features()
              + " xgboost="
              + xgboost.features()
              + " lightgbm="
              + lightgbm.features());
    }
    this.forest = forest;
    this.xgboost = xgboost;
    this.lightgbm = lightgbm;
    this.stack = stack;
  }

  /** Length of the rows that it answers. */
  public int features() {
    return forest.features();
  }

  @Override
  public EnsembleAnswer answer(double[] features) {
    return answer(new double[][] {features}).get(0);
  }

  @Override
  public List<EnsembleAnswer> answer(double[][] rows) {
    double[] forests = forest.predict(rows);
    double[] xgboosts = xgboost.predict(rows);
    double[] lightgbms = lightgbm.predict(rows);
    List<EnsembleAnswer> answers = new ArrayList<>(rows.length);
    for (int i = 0; i < rows.length; i++) {
      answers.add(stack.answer(new double[] {forests[i], xgboosts[i], lightgbms[i]}));
    }
    return answers;
  }

  public FlatTrees forest() {
    return forest;
  }

  public FlatTrees xgboost() {
    return xgboost;
  }

  public FlatTrees lightgbm() {
    return lightgbm;
  }

  public StackWeights stack() {
    return stack;
  }
}
