package io.minhos.domain.evaluation;

/**
 * The chance that was given to something out of sample, and whether it happened.
 *
 * @param time event time of the bar at which it was given
 * @param symbol instrument
 * @param chance in [0, 1]
 * @param base what a constant would have said, in [0, 1]: how often it happened in the rows that
 *     the chance was learned from
 * @param happened whether it did
 */
public record ChanceRow(long time, String symbol, double chance, double base, boolean happened) {

  public ChanceRow {
    check("chance", chance);
    check("base", base);
  }

  /** (base − y)² − (chance − y)²: how much nearer the chance was than the constant. */
  double gain() {
    double outcome = happened ? 1 : 0;
    return (base - outcome) * (base - outcome) - (chance - outcome) * (chance - outcome);
  }

  private static void check(String key, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(key + " must be in [0, 1]: " + value);
    }
  }
}
