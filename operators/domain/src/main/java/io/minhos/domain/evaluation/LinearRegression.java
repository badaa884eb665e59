package io.minhos.domain.evaluation;

import io.minhos.domain.inference.TabularModel;

/**
 * y = intercept + Σ coefficientsᵢ·xᵢ, by weighted least squares.
 *
 * @param intercept 0 if fitted without
 * @param coefficients one per feature
 */
public record LinearRegression(double intercept, double[] coefficients) implements TabularModel {

  /**
   * Minimises Σ w(y − ŷ)² by the normal equations: the exact answer, no iteration, no step size.
   * With an intercept they are written for centred data, so that it does not spoil their condition.
   * Columns that are constant, or combinations of others, get the coefficient 0.
   *
   * @param intercept whether a constant is fitted; Flink ML's LinearRegression has none
   * @throws IllegalArgumentException if the weights sum to 0
   */
  public static LinearRegression fit(LinearSums sums, boolean intercept) {
    int d = sums.features();
    Twofold weight = sums.moment(0, 0);
    if (!(weight.high() > 0)) {
      throw new IllegalArgumentException("weights must sum to more than 0: " + weight.value());
    }
    Twofold[][] gram = new Twofold[d][d];
    Twofold[] right = new Twofold[d];
    double[] size = new double[d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        gram[i][j] = centred(sums, i + 1, j + 1, weight, intercept);
      }
      right[i] = centred(sums, i + 1, d + 1, weight, intercept);
      size[i] = sums.moment(i + 1, i + 1).high();
    }
    double[] coefficients = NormalEquations.solve(gram, right, size);
    return new LinearRegression(
        intercept ? intercept(sums, weight, coefficients) : 0, coefficients);
  }

  @Override
  public double predict(double[] features) {
    Rows.same(coefficients.length, features.length);
    double sum = intercept;
    for (int i = 0; i < features.length; i++) {
      sum += coefficients[i] * features[i];
    }
    return sum;
  }

  /** Σw·a·b, less Σw·a·Σw·b/Σw where an intercept is fitted. */
  private static Twofold centred(LinearSums sums, int i, int j, Twofold weight, boolean intercept) {
    Twofold raw = sums.moment(i, j);
    return intercept ? raw.minus(sums.moment(0, i).times(sums.moment(0, j)).over(weight)) : raw;
  }

  /** ȳ − Σ coefficientᵢ·x̄ᵢ. */
  private static double intercept(LinearSums sums, Twofold weight, double[] coefficients) {
    Twofold rest = sums.moment(0, coefficients.length + 1);
    for (int i = 0; i < coefficients.length; i++) {
      rest = rest.minus(sums.moment(0, i + 1).times(coefficients[i]));
    }
    return rest.over(weight).value();
  }
}
