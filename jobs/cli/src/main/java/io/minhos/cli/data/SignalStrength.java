package io.minhos.cli.data;

import io.minhos.domain.evaluation.Normal;

/**
 * Finds κ so that who knows the signal s is right in a given part of the bars: mean Φ(κ|s|) = X
 * over a path. Keeps |s| in a histogram, so that a path of any length takes the same memory; its
 * bins are so narrow that X is met to 1e-6.
 */
final class SignalStrength {

  private static final int BINS_PER_UNIT = 2_048;
  private static final int UNITS = 32;

  private final long[] counts = new long[BINS_PER_UNIT * UNITS];
  private long total;

  void add(double signal) {
    int bin = (int) Math.min(counts.length - 1, Math.abs(signal) * BINS_PER_UNIT);
    counts[bin]++;
    total++;
  }

  /** κ ≥ 0 by bisection; {@code accuracy} is X in [0.5, 1). */
  double kappa(double accuracy) {
    if (accuracy == 0.5) {
      return 0;
    }
    double low = 0;
    double high = 1;
    while (accuracy(high) < accuracy) {
      low = high;
      high *= 2;
    }
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (accuracy(middle) < accuracy) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Mean Φ(κ|s|). */
  double accuracy(double kappa) {
    double sum = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      if (counts[bin] > 0) {
        sum += counts[bin] * Normal.cdf(kappa * (bin + 0.5) / BINS_PER_UNIT);
      }
    }
    return sum / total;
  }
}
