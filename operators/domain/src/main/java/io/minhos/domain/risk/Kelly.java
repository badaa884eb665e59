package io.minhos.domain.risk;

/**
 * The fraction of equity that makes wealth grow fastest (Kelly 1956; Thorp 2006): f* = max(0, (b·p
 * − q)/b), q = 1 − p, where a bet of 1 wins b with chance p and else loses 1.
 */
public final class Kelly {

  private Kelly() {}

  /**
   * f*, in [0, 1]; rising in p and in b.
   *
   * @param p chance to win, in [0, 1]
   * @param b mean win over mean loss; 0 or less or not finite is no bet to take: 0
   */
  public static double fullFraction(double p, double b) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("p must be in [0, 1]: " + p);
    }
    double q = 1 - p;
    if (!(b > 0 && Double.isFinite(b)) || b * p <= q) {
      return 0;
    }
    // (b·p − q)/b in the form that rounding leaves monotone in b as well.
    return Math.max(0, p - q / b);
  }

  /**
   * f* times a fraction, in [0, cap].
   *
   * @param kellyFraction part of the full bet that is taken, in (0, 1]
   * @param cap of the result, in (0, 1]
   */
  public static double fraction(double p, double b, double kellyFraction, double cap) {
    check("kellyFraction", kellyFraction);
    check("cap", cap);
    return Math.min(cap, kellyFraction * fullFraction(p, b));
  }

  private static void check(String name, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be in (0, 1]: " + value);
    }
  }
}
