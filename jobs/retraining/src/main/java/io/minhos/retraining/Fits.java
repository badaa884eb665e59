package io.minhos.retraining;

import io.minhos.domain.evaluation.LinearRegression;
import io.minhos.domain.evaluation.MinMaxScaler;
import java.util.List;

/**
 * The plan, and what was fitted to each of its parts in one pass.
 *
 * @param parts in the order of the plan; the last is of the whole history
 */
public record Fits(List<Fit> parts) {

  /**
   * What was fitted to one part.
   *
   * @param split the part
   * @param intercept of the linear model
   * @param coefficients of the linear model, one a feature of the tabular schema
   * @param min least value of each feature of the sequence schema
   * @param max greatest value of each feature of the sequence schema
   */
  public record Fit(
      SplitPlan.Part split, double intercept, double[] coefficients, double[] min, double[] max) {

    /** The same with a scaler that was fitted elsewhere. */
    Fit scaledBy(double[] otherMin, double[] otherMax) {
      return new Fit(split, intercept, coefficients, otherMin, otherMax);
    }

    LinearRegression linear() {
      return new LinearRegression(intercept, coefficients);
    }

    MinMaxScaler scaler() {
      return new MinMaxScaler(min, max);
    }
  }

  SplitPlan plan() {
    return new SplitPlan(parts.stream().map(Fit::split).toList());
  }

  /** The parts that are tested. */
  List<Fit> folds() {
    return parts.subList(0, parts.size() - 1);
  }

  /** The whole history, which releases are trained on. */
  Fit whole() {
    return parts.get(parts.size() - 1);
  }
}
