package io.minhos.domain.features;

/**
 * Returns that stay defined where prices of zero and below are real (spreads, some futures): if
 * either price is not positive, both kinds are the symmetric change (to − from) / max(|from|,
 * |to|), in [−2, 2], and 0 between equal prices.
 */
public final class Returns {

  private Returns() {}

  /** to / from − 1. */
  public static double simple(double from, double to) {
    return from > 0 && to > 0 ? to / from - 1 : symmetric(from, to);
  }

  /** ln(to / from); StrictMath, so that every machine finds the same bits. */
  public static double log(double from, double to) {
    return from > 0 && to > 0 ? StrictMath.log(to / from) : symmetric(from, to);
  }

  private static double symmetric(double from, double to) {
    return from == to ? 0 : (to - from) / Math.max(Math.abs(from), Math.abs(to));
  }
}
