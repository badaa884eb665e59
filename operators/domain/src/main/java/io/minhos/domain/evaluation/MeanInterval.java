package io.minhos.domain.evaluation;

/**
 * A mean with Student's two-sided interval, of values that are taken to be independent.
 *
 * @param mean of the values
 * @param low lower end
 * @param high upper end
 */
public record MeanInterval(double mean, double low, double high) {

  /**
   * Of at least two values.
   *
   * @param confidence that the interval holds the true mean, in (0, 1)
   */
  public static MeanInterval of(double[] values, double confidence) {
    int n = values.length;
    if (n < 2) {
      throw new IllegalArgumentException("values must be >= 2: " + n);
    }
    double mean = Accuracy.mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double reach =
        StudentT.critical((1 - confidence) / 2, n - 1) * Math.sqrt(squares / (n - 1.0) / n);
    return new MeanInterval(mean, mean - reach, mean + reach);
  }

  /** That of the sum of {@code n} such values. */
  public MeanInterval times(int n) {
    return new MeanInterval(n * mean, n * low, n * high);
  }
}
