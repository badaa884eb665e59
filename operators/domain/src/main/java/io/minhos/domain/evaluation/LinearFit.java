package io.minhos.domain.evaluation;

/** Sums up rows for a {@link LinearRegression}, in one pass. Not for several threads. */
public final class LinearFit {

  private final int features;
  private long rows;
  private final double[] high;
  private final double[] low;
  private final double[] z;

  public LinearFit(int features) {
    this(LinearSums.empty(features));
  }

  /** Goes on from {@code sums}. */
  public LinearFit(LinearSums sums) {
    features = sums.features();
    rows = sums.rows();
    high = sums.high().clone();
    low = sums.low().clone();
    z = new double[features + 2];
    z[0] = 1;
  }

  /**
   * Adds a row.
   *
   * @param row finite values
   * @param label finite
   * @param weight at least 0; 2 counts as the same row twice
   */
  public void add(double[] row, double label, double weight) {
    Rows.check(row, features);
    Rows.finite("label", label);
    Rows.weight(weight);
    System.arraycopy(row, 0, z, 1, features);
    z[features + 1] = label;
    int at = 0;
    for (int i = 0; i < z.length; i++) {
      for (int j = i; j < z.length; j++) {
        Twofold.addProduct(high, low, at++, weight, z[i], z[j]);
      }
    }
    rows++;
  }

  /** Adds another part's rows. */
  public void add(LinearSums other) {
    Rows.same(features, other.features());
    for (int i = 0; i < high.length; i++) {
      Twofold.add(high, low, i, other.high()[i], other.low()[i]);
    }
    rows += other.rows();
  }

  /** The sums so far. */
  public LinearSums sums() {
    return new LinearSums(features, rows, high.clone(), low.clone());
  }
}
