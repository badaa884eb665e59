package io.minhos.domain.evaluation;

import java.io.Serializable;

/**
 * What a model is trained to foresee: y = clip(r(t→t+h)/(k·σₜ), −1, 1).
 *
 * @param horizonBars h, bars ahead, at least 1
 * @param volatilities k, in standard deviations of one bar, &gt; 0; a horizon of h bars moves about
 *     √h of them
 * @param maxMissingBars bars that may be missing between two neighbours before it is a gap, at
 *     least 0; a market that trades by the minute may miss some, a weekend is always a gap
 */
public record LabelConfig(int horizonBars, double volatilities, int maxMissingBars)
    implements Serializable {

  public LabelConfig {
    if (horizonBars < 1) {
      throw new IllegalArgumentException("labels.horizonBars must be >= 1: " + horizonBars);
    }
    if (!(volatilities > 0 && Double.isFinite(volatilities))) {
      throw new IllegalArgumentException("labels.volatilities must be > 0: " + volatilities);
    }
    if (maxMissingBars < 0) {
      throw new IllegalArgumentException("labels.maxMissingBars must be >= 0: " + maxMissingBars);
    }
  }

  /** Two standard deviations of the horizon's return make a label of 1; no bar may be missing. */
  public static LabelConfig of(int horizonBars) {
    return new LabelConfig(horizonBars, 2 * Math.sqrt(Math.max(1, horizonBars)), 0);
  }
}
