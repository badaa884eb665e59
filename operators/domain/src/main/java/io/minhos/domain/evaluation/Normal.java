package io.minhos.domain.evaluation;

/** The standard normal distribution. */
public final class Normal {

  /** Beyond it a tail is 0 in double precision. */
  private static final double LIMIT = 38;

  private static final double SPLIT = 7.07106781186547;
  private static final double ROOT_TWO_PI = 2.5066282746310002;

  /** Levels of the continued fraction that the tail beyond {@link #SPLIT} needs for 14 digits. */
  private static final int LEVELS = 40;

  private Normal() {}

  /**
   * Φ(x) by Hart's rational approximation (Hart 1968, algorithm 5666, as given by West 2005, Better
   * approximations to cumulative normal functions), and by Laplace's continued fraction (Abramowitz
   * and Stegun 26.2.14) beyond {@value #SPLIT}: 14 digits, of either tail.
   */
  public static double cdf(double x) {
    double size = Math.abs(x);
    double tail = size > LIMIT ? 0 : StrictMath.exp(-size * size / 2) * ratio(size);
    return x > 0 ? 1 - tail : tail;
  }

  /**
   * Φ⁻¹(p), by bisection of {@link #cdf}.
   *
   * @throws IllegalArgumentException if p is not in (0, 1)
   */
  public static double quantile(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("p must be in (0, 1): " + p);
    }
    double low = -LIMIT;
    double high = LIMIT;
    for (double middle = 0; middle > low && middle < high; middle = (low + high) / 2) {
      if (cdf(middle) < p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double ratio(double x) {
    if (x >= SPLIT) {
      double fraction = x;
      for (int i = LEVELS; i >= 1; i--) {
        fraction = x + i / fraction;
      }
      return 1 / (fraction * ROOT_TWO_PI);
    }
    double above = 3.52624965998911e-2 * x + 0.700383064443688;
    above = above * x + 6.37396220353165;
    above = above * x + 33.912866078383;
    above = above * x + 112.079291497871;
    above = above * x + 221.213596169931;
    above = above * x + 220.206867912376;
    double below = 8.83883476483184e-2 * x + 1.75566716318264;
    below = below * x + 16.064177579207;
    below = below * x + 86.7807322029461;
    below = below * x + 296.564248779674;
    below = below * x + 637.333633378831;
    below = below * x + 793.826512519948;
    below = below * x + 440.413735824752;
    return above / below;
  }
}
