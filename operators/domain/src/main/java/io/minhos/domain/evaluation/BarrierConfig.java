package io.minhos.domain.evaluation;

import java.io.Serializable;

/**
 * The three barriers of a trade (López de Prado 2018, ch. 3): stop, target, horizon.
 *
 * @param stopAtr distance from the signal's close to stop in average true ranges, &gt; 0
 * @param targetAtr distance from the signal's close to target in average true ranges, &gt; 0
 * @param horizonBars closes after which the trade is left, at least 1
 * @param maxMissingBars bars that may be missing between two neighbours before it is a gap, at
 *     least 0
 */
public record BarrierConfig(double stopAtr, double targetAtr, int horizonBars, int maxMissingBars)
    implements Serializable {

  public BarrierConfig {
    check("stopAtr", stopAtr > 0 && Double.isFinite(stopAtr), "> 0", stopAtr);
    check("targetAtr", targetAtr > 0 && Double.isFinite(targetAtr), "> 0", targetAtr);
    check("horizonBars", horizonBars >= 1, ">= 1", horizonBars);
    check("maxMissingBars", maxMissingBars >= 0, ">= 0", maxMissingBars);
  }

  private static void check(String key, boolean valid, String bound, Number value) {
    if (!valid) {
      throw new IllegalArgumentException("barriers." + key + " must be " + bound + ": " + value);
    }
  }
}
