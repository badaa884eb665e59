package io.minhos.domain.evaluation;

/**
 * Count, Σx and Σx² per feature, to 31 digits: what {@link StandardScaler} is fitted from. A
 * partial result: merged in any order it gives the same scaler.
 *
 * @param rows rows seen
 * @param high leading parts of Σx and then Σx², per feature
 * @param low what is left of them
 */
public record FeatureMoments(long rows, double[] high, double[] low) {

  /** Before the first row. */
  public static FeatureMoments empty(int features) {
    return new FeatureMoments(0, new double[2 * features], new double[2 * features]);
  }

  public int features() {
    return high.length / 2;
  }

  /** The moments after {@code row}, whose values are finite. */
  public FeatureMoments plus(double[] row) {
    Rows.check(row, features());
    double[] nextHigh = high.clone();
    double[] nextLow = low.clone();
    for (int i = 0; i < row.length; i++) {
      Twofold.add(nextHigh, nextLow, i, row[i], 0);
      Twofold.addProduct(nextHigh, nextLow, row.length + i, 1, row[i], row[i]);
    }
    return new FeatureMoments(rows + 1, nextHigh, nextLow);
  }

  /** The moments of both parts. */
  public FeatureMoments plus(FeatureMoments other) {
    Rows.same(features(), other.features());
    double[] nextHigh = high.clone();
    double[] nextLow = low.clone();
    for (int i = 0; i < nextHigh.length; i++) {
      Twofold.add(nextHigh, nextLow, i, other.high[i], other.low[i]);
    }
    return new FeatureMoments(rows + other.rows, nextHigh, nextLow);
  }

  /** Σx/n. */
  double mean(int feature) {
    return sum(feature).over(Twofold.of((double) rows)).value();
  }

  /**
   * √((Σx² − (Σx)²/n)/(n − 1)), of the sample; 0 of a single row. What lies below 1e-13 of the
   * values themselves is rounding, so 0 too.
   */
  double deviation(int feature) {
    if (rows < 2) {
      return 0;
    }
    Twofold squares = sum(features() + feature);
    Twofold sum = sum(feature);
    double centred = squares.minus(sum.times(sum).over(Twofold.of((double) rows))).value();
    return centred > 1e-26 * squares.high() ? Math.sqrt(centred / (rows - 1)) : 0;
  }

  private Twofold sum(int i) {
    return new Twofold(high[i], low[i]);
  }
}
