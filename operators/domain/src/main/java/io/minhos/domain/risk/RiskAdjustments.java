package io.minhos.domain.risk;

import java.io.Serializable;

/**
 * What makes positions smaller than the Kelly criterion alone would have them.
 *
 * @param targetVolatility annualised volatility of a symbol up to which it is entered at full size,
 *     &gt; 0
 * @param drawdownDecay k of exp(−k · drawdown), in [0, 100]
 * @param lstmConfidence confidence of the LSTM from which sizes are full, in [0, 1]; 0: does not
 *     matter
 * @param agreement agreement of the ensemble's base models from which sizes are full, in [0, 1]; 0:
 *     does not matter
 * @param trend size in a trend, in [0, 1]
 * @param range size in a range, in [0, 1]
 * @param highVolatility size in high volatility, in [0, 1]
 * @param moderate size at risk level MODERATE, in [0, 1]
 * @param high size at risk level HIGH, in [0, 1]
 * @param extreme size at risk level EXTREME, in [0, 1]
 */
public record RiskAdjustments(
    double targetVolatility,
    double drawdownDecay,
    double lstmConfidence,
    double agreement,
    double trend,
    double range,
    double highVolatility,
    double moderate,
    double high,
    double extreme)
    implements Serializable {

  public RiskAdjustments {
    check("targetVolatility", targetVolatility > 0, "> 0", targetVolatility);
    check(
        "drawdownDecay", drawdownDecay >= 0 && drawdownDecay <= 100, "in [0, 100]", drawdownDecay);
    checkFraction("lstmConfidence", lstmConfidence);
    checkFraction("agreement", agreement);
    checkFraction("trend", trend);
    checkFraction("range", range);
    checkFraction("highVolatility", highVolatility);
    checkFraction("moderate", moderate);
    checkFraction("high", high);
    checkFraction("extreme", extreme);
  }

  /** None: all sizes as they are asked for. */
  public static RiskAdjustments none() {
    return new RiskAdjustments(Double.MAX_VALUE, 0, 0, 0, 1, 1, 1, 1, 1, 1);
  }

  /** exp(−drawdownDecay · drawdown), 1 where there is none. */
  public double drawdownFactor(double drawdown) {
    return StrictMath.exp(-drawdownDecay * Math.max(0, drawdown));
  }

  private static void checkFraction(String key, double value) {
    check(key, value >= 0 && value <= 1, "in [0, 1]", value);
  }

  private static void check(String key, boolean valid, String bound, double value) {
    if (!valid) {
      throw new IllegalArgumentException(
          "risk.adjustments." + key + " must be " + bound + ": " + value);
    }
  }
}
