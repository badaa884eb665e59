package io.minhos.engines.trees;

/**
 * How a library compares and adds. Bit-equality with it hangs on both.
 *
 * <p>In either, NaN goes the node's default direction, and trees are added in their order.
 */
public enum Arithmetic {
  /**
   * XGBoost: left where {@code (float) x < (float) threshold}; the sum starts at {@code (float)
   * base} and is rounded to float after each tree.
   */
  FLOAT32(1),

  /** LightGBM: left where {@code x <= threshold}, all of it in doubles. */
  FLOAT64(2);

  private final int code;

  Arithmetic(int code) {
    this.code = code;
  }

  /** The number that stands for it in a file. */
  int code() {
    return code;
  }

  /** What {@code x} must be at most to go left: makes one comparison of doubles do for both. */
  double upperBound(double threshold) {
    return this == FLOAT64 ? threshold : lastBelow((float) threshold);
  }

  /** Whether a base or a leaf may have that value. */
  boolean canAdd(double value) {
    return Double.isFinite(value) && (this == FLOAT64 || (float) value == value);
  }

  /** Whether a split may have that threshold: +∞ parts what is there from what is missing. */
  boolean canCompare(double threshold) {
    return threshold == Double.POSITIVE_INFINITY || canAdd(threshold);
  }

  /**
   * The greatest double that rounds to a float below {@code threshold}. Rounding is monotone, so
   * {@code (float) x < threshold} says the same as {@code x <= lastBelow(threshold)}, NaN apart.
   */
  private static double lastBelow(float threshold) {
    float below = Math.nextDown(threshold);
    // Half-way between the two: exact in double. Rounding takes infinity for the power of two that
    // would come next.
    double middle = (Math.max(below, -0x1p128) + Math.min(threshold, 0x1p128)) / 2;
    return (float) middle < threshold ? middle : Math.nextDown(middle);
  }
}
