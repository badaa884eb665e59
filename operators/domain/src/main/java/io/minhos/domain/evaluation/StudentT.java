package io.minhos.domain.evaluation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Student's t distribution (Student 1908) with ν &gt; 0 degrees of freedom, by the incomplete beta
 * function: P(T &gt; t) = ½·I_{ν/(ν+t²)}(ν/2, ½) for t ≥ 0 (Abramowitz and Stegun 26.5.27).
 */
public final class StudentT {

  /** Intervals are told at every bar, for few levels and lengths of window. */
  private static final int KNOWN_AT_MOST = 10_000;

  private static final Map<Quantile, Double> KNOWN = new ConcurrentHashMap<>();

  private record Quantile(double tail, double degrees) {}

  private StudentT() {}

  /** P(T &gt; t), exact to about 13 digits of itself however small it is. */
  public static double upperTail(double t, double degrees) {
    check("degrees", degrees > 0, "> 0", degrees);
    if (t < 0) {
      return 1 - upperTail(-t, degrees);
    }
    double square = t * t;
    double x = Double.isInfinite(square) ? 0 : degrees / (degrees + square);
    double complement = Double.isInfinite(square) ? 1 : square / (degrees + square);
    return 0.5 * IncompleteBeta.regularised(x, complement, degrees / 2, 0.5);
  }

  /** P(T ≤ t). */
  public static double cdf(double t, double degrees) {
    return upperTail(-t, degrees);
  }

  /**
   * The t that P(T &gt; t) equals {@code tail}, by bisection to the last bit.
   *
   * @param tail in (0, 1): 0.01 for a one-sided test at 1 %
   */
  public static double critical(double tail, double degrees) {
    check("tail", tail > 0 && tail < 1, "in (0, 1)", tail);
    if (tail > 0.5) {
      return -critical(1 - tail, degrees);
    }
    Quantile asked = new Quantile(tail, degrees);
    Double known = KNOWN.get(asked);
    if (known == null) {
      known = bisected(tail, degrees);
      if (KNOWN.size() < KNOWN_AT_MOST) {
        KNOWN.put(asked, known);
      }
    }
    return known;
  }

  private static double bisected(double tail, double degrees) {
    double low = 0;
    double high = 1;
    while (upperTail(high, degrees) > tail) {
      low = high;
      high *= 2;
    }
    for (double middle = (low + high) / 2; middle > low && middle < high; ) {
      if (upperTail(middle, degrees) > tail) {
        low = middle;
      } else {
        high = middle;
      }
      middle = (low + high) / 2;
    }
    return high;
  }

  private static void check(String name, boolean valid, String bound, double value) {
    if (!valid) {
      throw new IllegalArgumentException(name + " must be " + bound + ": " + value);
    }
  }
}
