package io.minhos.domain.risk;

import java.io.Serializable;

/**
 * What a portfolio may risk.
 *
 * @param startingCash cash before the first trade, &gt; 0
 * @param maxPositionFraction hard cap of one position's notional over equity, in (0, 1]
 * @param fixedFraction fraction of equity that a signal of confidence 1 asks for, in (0, 1]
 * @param kellyFraction part of the full Kelly bet that is taken, in (0, 1]
 * @param minConfidence confidence below which nothing is entered, in [0, 1]
 * @param minStrength |strength| below which nothing is entered, in [0, 1]
 * @param stopAtr distance from price to stop in average true ranges, &gt; 0
 * @param targetAtr distance from price to target in average true ranges, &gt; 0
 * @param holdingHorizonBars bars after which a position is closed, at least 1
 * @param maxGrossExposure cap of Σ|notional| over equity; above 1 means borrowing, in (0, 20]
 * @param barsPerYear what annualises volatilities, at least 0; 0: whoever knows the bars' length
 *     fills it in, and nothing is annualised before
 * @param adjustments what makes positions smaller
 * @param limits what no entry may exceed
 * @param heat what the positions may risk together
 * @param outcomes how closed trades correct what the model says
 */
public record RiskConfig(
    double startingCash,
    double maxPositionFraction,
    double fixedFraction,
    double kellyFraction,
    double minConfidence,
    double minStrength,
    double stopAtr,
    double targetAtr,
    int holdingHorizonBars,
    double maxGrossExposure,
    double barsPerYear,
    RiskAdjustments adjustments,
    RiskLimits limits,
    HeatConfig heat,
    OutcomeConfig outcomes)
    implements Serializable {

  private static final double YEAR_MILLIS = 365.25 * 86_400_000;

  public RiskConfig {
    check("startingCash", startingCash > 0 && Double.isFinite(startingCash), "> 0", startingCash);
    checkFraction("maxPositionFraction", maxPositionFraction);
    checkFraction("fixedFraction", fixedFraction);
    checkFraction("kellyFraction", kellyFraction);
    checkThreshold("minConfidence", minConfidence);
    checkThreshold("minStrength", minStrength);
    check("stopAtr", stopAtr > 0 && Double.isFinite(stopAtr), "> 0", stopAtr);
    check("targetAtr", targetAtr > 0 && Double.isFinite(targetAtr), "> 0", targetAtr);
    check("holdingHorizonBars", holdingHorizonBars >= 1, ">= 1", holdingHorizonBars);
    check(
        "maxGrossExposure",
        maxGrossExposure > 0 && maxGrossExposure <= 20,
        "in (0, 20]",
        maxGrossExposure);
    check("barsPerYear", barsPerYear >= 0 && Double.isFinite(barsPerYear), ">= 0", barsPerYear);
  }

  /** Of daily bars, where nothing but the heat makes positions smaller. */
  public RiskConfig(
      double startingCash,
      double maxPositionFraction,
      double fixedFraction,
      double kellyFraction,
      double minConfidence,
      double minStrength,
      double stopAtr,
      double targetAtr,
      int holdingHorizonBars,
      double maxGrossExposure) {
    this(
        startingCash,
        maxPositionFraction,
        fixedFraction,
        kellyFraction,
        minConfidence,
        minStrength,
        stopAtr,
        targetAtr,
        holdingHorizonBars,
        maxGrossExposure,
        252,
        RiskAdjustments.none(),
        RiskLimits.none(),
        HeatConfig.defaults(),
        OutcomeConfig.defaults());
  }

  /** 100,000 of cash, 5 % a position, stop at 2 and target at 3 ATR, 10 bars, no borrowing. */
  public static RiskConfig defaults() {
    return new RiskConfig(100_000, 0.05, 0.05, 0.25, 0.3, 0.1, 2, 3, 10, 1);
  }

  /** The same for bars of that length, unless it says how many make a year. */
  public RiskConfig barsOf(long lengthMillis) {
    return barsPerYear > 0
        ? this
        : new RiskConfig(
            startingCash,
            maxPositionFraction,
            fixedFraction,
            kellyFraction,
            minConfidence,
            minStrength,
            stopAtr,
            targetAtr,
            holdingHorizonBars,
            maxGrossExposure,
            YEAR_MILLIS / lengthMillis,
            adjustments,
            limits,
            heat,
            outcomes);
  }

  private static void checkFraction(String key, double value) {
    check(key, value > 0 && value <= 1, "in (0, 1]", value);
  }

  private static void checkThreshold(String key, double value) {
    check(key, value >= 0 && value <= 1, "in [0, 1]", value);
  }

  private static void check(String key, boolean valid, String bound, Number value) {
    if (!valid) {
      throw new IllegalArgumentException("risk." + key + " must be " + bound + ": " + value);
    }
  }
}
