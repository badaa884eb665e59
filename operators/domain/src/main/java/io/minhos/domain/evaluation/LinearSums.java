package io.minhos.domain.evaluation;

/**
 * All that least squares needs of the rows: Σ w·zᵢ·zⱼ for i ≤ j over z = (1, x₁ … x_d, y), to 31
 * digits, the upper triangle row by row. A partial result, made by {@link LinearFit}: merged in any
 * order it gives the same model.
 *
 * @param features d
 * @param rows rows seen, those of weight 0 included
 * @param high leading parts of the sums
 * @param low what is left of them
 */
public record LinearSums(int features, long rows, double[] high, double[] low) {

  /** Before the first row. */
  public static LinearSums empty(int features) {
    if (features < 1) {
      throw new IllegalArgumentException("features must be >= 1: " + features);
    }
    int size = (features + 2) * (features + 3) / 2;
    return new LinearSums(features, 0, new double[size], new double[size]);
  }

  /** The sums of both parts. */
  public LinearSums plus(LinearSums other) {
    LinearFit both = new LinearFit(this);
    both.add(other);
    return both.sums();
  }

  /** Σ w·zᵢ·zⱼ: z₀ = 1, z₁ … z_d the features, z_{d+1} the label. */
  Twofold moment(int i, int j) {
    int row = Math.min(i, j);
    int column = Math.max(i, j);
    int at = row * (features + 2) - row * (row - 1) / 2 + column - row;
    return new Twofold(high[at], low[at]);
  }
}
