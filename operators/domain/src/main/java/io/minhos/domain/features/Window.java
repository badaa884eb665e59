package io.minhos.domain.features;

import java.util.Arrays;

/**
 * A window is the last values of a series, oldest first, in an array that is never written to
 * again. Its statistics are summed anew, oldest first, each time: a running sum would drift and
 * would depend on where the history began.
 */
final class Window {

  static final double[] EMPTY = {};

  private Window() {}

  /** The window after {@code value}, of at most {@code capacity} values. */
  static double[] push(double[] window, double value, int capacity) {
    int kept = Math.min(window.length, capacity - 1);
    double[] next = Arrays.copyOfRange(window, window.length - kept, window.length + 1);
    next[kept] = value;
    return next;
  }

  /** The value {@code back} steps before the last, NaN if the window does not reach that far. */
  static double back(double[] window, int back) {
    return back < window.length ? window[window.length - 1 - back] : Double.NaN;
  }

  /**
   * x̄ = x₀ + Σ(xᵢ − x₀)/n over the last n values; NaN if there are fewer or one is NaN. Shifted by
   * the first value, so that the mean of equal values is that value exactly.
   */
  static double mean(double[] window, int n) {
    int from = window.length - n;
    if (from < 0) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = from; i < window.length; i++) {
      sum += window[i] - window[from];
    }
    return window[from] + sum / n;
  }

  /** σ = √(Σ(xᵢ − x̄)²/n), of the population, over the last n values; NaN as in {@link #mean}. */
  static double deviation(double[] window, int n) {
    double mean = mean(window, n);
    double sum = 0;
    for (int i = Math.max(0, window.length - n); i < window.length; i++) {
      sum += (window[i] - mean) * (window[i] - mean);
    }
    return Math.sqrt(sum / n);
  }

  /** The last value over the mean of all that are known; NaN if it is NaN itself or the mean 0. */
  static double ratioToMean(double[] window) {
    double sum = 0;
    int known = 0;
    for (double value : window) {
      if (!Double.isNaN(value)) {
        sum += value;
        known++;
      }
    }
    return sum == 0 ? Double.NaN : window[window.length - 1] / (sum / known);
  }
}
