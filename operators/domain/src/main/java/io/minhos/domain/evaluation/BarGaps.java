package io.minhos.domain.evaluation;

import io.minhos.domain.market.Bar;

/**
 * When two bars of a symbol are neighbours. A gap is more than {@code maxMissingBars} lengths of a
 * bar between one's close and the next one's open. Weekends and nights without trade are gaps: what
 * happens in them is one jump that no bar shows, neither h bars of risk nor a price at which anyone
 * could have left. So nothing is learnt across them.
 */
final class BarGaps {

  private BarGaps() {}

  static boolean between(long closeTime, Bar next, int maxMissingBars) {
    long missing = next.openTime() - closeTime;
    if (missing < 0) {
      throw new IllegalArgumentException(
          "bar must open at or after " + closeTime + ": " + next.openTime());
    }
    return missing > maxMissingBars * (next.closeTime() - next.openTime());
  }
}
