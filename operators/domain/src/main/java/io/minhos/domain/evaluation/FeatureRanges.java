package io.minhos.domain.evaluation;

import java.util.Arrays;

/**
 * Smallest and largest value per feature: what {@link MinMaxScaler} is fitted from. A partial
 * result that merges bit-equal in any order.
 *
 * @param rows rows seen
 * @param min smallest values, +∞ before the first row
 * @param max largest values, −∞ before the first row
 */
public record FeatureRanges(long rows, double[] min, double[] max) {

  /** Before the first row. */
  public static FeatureRanges empty(int features) {
    double[] min = new double[features];
    double[] max = new double[features];
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
    return new FeatureRanges(0, min, max);
  }

  /** The ranges after {@code row}, whose values are finite. */
  public FeatureRanges plus(double[] row) {
    Rows.check(row, min.length);
    return merged(1, row, row);
  }

  /** The ranges of both parts. */
  public FeatureRanges plus(FeatureRanges other) {
    Rows.same(min.length, other.min.length);
    return merged(other.rows, other.min, other.max);
  }

  private FeatureRanges merged(long others, double[] otherMin, double[] otherMax) {
    double[] nextMin = min.clone();
    double[] nextMax = max.clone();
    for (int i = 0; i < nextMin.length; i++) {
      // Adding 0 turns −0 into 0, which Math.min would tell apart.
      nextMin[i] = Math.min(nextMin[i], otherMin[i] + 0.0);
      nextMax[i] = Math.max(nextMax[i], otherMax[i] + 0.0);
    }
    return new FeatureRanges(rows + others, nextMin, nextMax);
  }
}
