package io.minhos.domain.evaluation;

/**
 * The regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22)
 * evaluated with Lentz's method (Press et al. 2007, Numerical Recipes, 6.4). About 14 digits.
 * StrictMath, so that every machine finds the same bits.
 */
final class IncompleteBeta {

  private static final int MAX_ITERATIONS = 1_000_000;
  private static final double TINY = 1e-300;
  private static final double PRECISION = 1e-16;

  /** Lanczos' coefficients for g = 7, n = 9 (Godfrey 2001). */
  private static final double[] LANCZOS = {
    0.9999999999998099,
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-6,
    1.5056327351493116e-7
  };

  private IncompleteBeta() {}

  /**
   * I_x(a, b) for a, b &gt; 0.
   *
   * @param x in [0, 1]
   * @param complement 1 − x, given apart so that nothing is lost where x is close to 1
   */
  static double regularised(double x, double complement, double a, double b) {
    if (x <= 0) {
      return 0;
    }
    if (complement <= 0) {
      return 1;
    }
    double front =
        StrictMath.exp(
            logGamma(a + b)
                - logGamma(a)
                - logGamma(b)
                + a * StrictMath.log(x)
                + b * StrictMath.log(complement));
    // The fraction converges fast below the mean; above it, I_x(a, b) = 1 − I_{1−x}(b, a).
    return x < (a + 1) / (a + b + 2)
        ? front * fraction(x, a, b) / a
        : 1 - front * fraction(complement, b, a) / b;
  }

  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1));
    double h = d;
    for (int m = 1; m <= MAX_ITERATIONS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / away(1 + even * d);
      c = away(1 + even / c);
      h *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / away(1 + odd * d);
      c = away(1 + odd / c);
      double step = d * c;
      h *= step;
      if (Math.abs(step - 1) <= PRECISION) {
        break;
      }
    }
    return h;
  }

  private static double away(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  /** ln Γ(z) for z &gt; 0, by Lanczos' approximation; z ≥ ½ directly, below by Γ(z) = Γ(z+1)/z. */
  static double logGamma(double z) {
    if (z < 0.5) {
      return logGamma(z + 1) - StrictMath.log(z);
    }
    double x = z - 1;
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (x + i);
    }
    double t = x + 7.5;
    return 0.5 * StrictMath.log(2 * Math.PI)
        + (x + 0.5) * StrictMath.log(t)
        - t
        + StrictMath.log(sum);
  }
}
