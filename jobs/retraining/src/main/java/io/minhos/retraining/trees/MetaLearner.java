package io.minhos.retraining.trees;

import io.minhos.engines.ensemble.StackWeights;

/**
 * Least squares of labels on the answers of three base models, with an intercept and without
 * negative weights.
 *
 * <pre>
 * min over c, w ≥ 0 of Σ (y − c − w·b)²
 * </pre>
 *
 * <p>The bases learn the same thing from the same rows, so they are nearly collinear, and plain
 * least squares balances great weights of opposite signs on the noise by which they differ. With w
 * ≥ 0 none can be played off against another; a base that adds nothing out of fold gets 0; and
 * agreement keeps its sense, since no base is asked for the opposite of what it says. Breiman,
 * Stacked regressions, Machine Learning 24, 1996, found it the constraint that makes stacking work.
 *
 * <p>Exact: of the eight sets of bases that may have weight, each is solved by centred normal
 * equations, and the best without a negative weight is taken. A set that is collinear to 1e-10 is
 * left out, since a smaller one fits as well; of equals, the one that comes first. A base that says
 * the same of every row gets 0.
 */
final class MetaLearner {

  /** Below this many rows a fit says more of them than of the models. */
  static final int MIN_ROWS = 100;

  private static final int BASES = StackWeights.BASES;
  private static final double COLLINEAR = 1e-10;

  /** A base that varies by less than 1e-8 of its size is constant: floats have 6e-8. */
  private static final double CONSTANT = 1e-16;

  private MetaLearner() {}

  /** What is taken for granted where nothing has been seen: the mean of the bases. */
  static StackWeights equalWeights() {
    return new StackWeights(0, new double[] {1.0 / BASES, 1.0 / BASES, 1.0 / BASES});
  }

  /**
   * The weights for the first {@code rows} rows; equal ones if those are fewer than {@link
   * #MIN_ROWS}.
   *
   * @param bases one array a row
   */
  static StackWeights fit(double[][] bases, double[] labels, int rows) {
    if (rows < MIN_ROWS) {
      return equalWeights();
    }
    double[] means = new double[BASES];
    double labelMean = 0;
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < BASES; i++) {
        means[i] += bases[row][i] / rows;
      }
      labelMean += labels[row] / rows;
    }
    double[][] gram = new double[BASES][BASES];
    double[] right = new double[BASES];
    double[] size = new double[BASES];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < BASES; i++) {
        size[i] += bases[row][i] * bases[row][i];
        double centred = bases[row][i] - means[i];
        right[i] += centred * (labels[row] - labelMean);
        for (int j = 0; j < BASES; j++) {
          gram[i][j] += centred * (bases[row][j] - means[j]);
        }
      }
    }
    int constant = 0;
    for (int i = 0; i < BASES; i++) {
      constant |= gram[i][i] > CONSTANT * size[i] ? 0 : 1 << i;
    }
    double[] weights = nonNegative(constant, gram, right);
    double intercept = labelMean;
    for (int i = 0; i < BASES; i++) {
      intercept -= weights[i] * means[i];
    }
    return new StackWeights(intercept, weights);
  }

  private static double[] nonNegative(int constant, double[][] gram, double[] right) {
    double[] best = new double[BASES];
    double bestGain = 0;
    for (int set = 1; set < 1 << BASES; set++) {
      if ((set & constant) != 0) {
        continue;
      }
      double[] weights = solve(set, gram, right);
      double gain = 0;
      boolean feasible = true;
      for (int i = 0; i < BASES; i++) {
        // At the least squares of a set, what it takes off the squares is w · right.
        gain += weights[i] * right[i];
        feasible &= weights[i] >= 0;
      }
      if (feasible && gain > bestGain) {
        best = weights;
        bestGain = gain;
      }
    }
    return best;
  }

  /** Gaussian elimination over the rows and columns in {@code set}; zeros if it is collinear. */
  private static double[] solve(int set, double[][] gram, double[] right) {
    double[][] a = new double[BASES][];
    double[] b = right.clone();
    for (int i = 0; i < BASES; i++) {
      a[i] = gram[i].clone();
    }
    double[] weights = new double[BASES];
    // The matrix is positive semidefinite: pivots on its diagonal are good enough.
    for (int i = 0; i < BASES; i++) {
      if ((set >> i & 1) == 0) {
        continue;
      }
      if (!(a[i][i] > COLLINEAR * gram[i][i])) {
        return weights;
      }
      for (int j = i + 1; j < BASES; j++) {
        if ((set >> j & 1) == 1) {
          double factor = a[j][i] / a[i][i];
          for (int k = i; k < BASES; k++) {
            a[j][k] -= factor * a[i][k];
          }
          b[j] -= factor * b[i];
        }
      }
    }
    for (int i = BASES - 1; i >= 0; i--) {
      if ((set >> i & 1) == 1) {
        double sum = b[i];
        for (int j = i + 1; j < BASES; j++) {
          sum -= a[i][j] * weights[j];
        }
        weights[i] = sum / a[i][i];
      }
    }
    return weights;
  }
}
