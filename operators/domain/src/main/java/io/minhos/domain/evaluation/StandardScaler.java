package io.minhos.domain.evaluation;

/**
 * (x − mean)/std per feature with the sample's standard deviation, 0 where the feature was
 * constant, as Flink ML's StandardScaler. Its parameters {@code withMean} and {@code withStd} are
 * arguments of {@link #transform}.
 *
 * @param mean means
 * @param std standard deviations of the sample (n − 1)
 */
public record StandardScaler(double[] mean, double[] std) {

  public StandardScaler {
    Rows.same(mean.length, std.length);
  }

  /** The scaler of those rows, at least one. */
  public static StandardScaler of(FeatureMoments moments) {
    if (moments.rows() == 0) {
      throw new IllegalArgumentException("rows must be > 0: 0");
    }
    double[] mean = new double[moments.features()];
    double[] std = new double[moments.features()];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = moments.mean(i);
      std[i] = moments.deviation(i);
    }
    return new StandardScaler(mean, std);
  }

  /**
   * The scaled row, a new array.
   *
   * @param withMean whether the mean is taken off
   * @param withStd whether it is divided by the standard deviation
   */
  public double[] transform(double[] row, boolean withMean, boolean withStd) {
    Rows.same(mean.length, row.length);
    double[] scaled = row.clone();
    for (int i = 0; i < row.length; i++) {
      scaled[i] -= withMean ? mean[i] : 0;
      if (withStd) {
        scaled[i] = std[i] == 0 ? 0 : scaled[i] / std[i];
      }
    }
    return scaled;
  }
}
