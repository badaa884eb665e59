package io.minhos.domain.risk;

import java.util.List;

/**
 * How much of its equity a portfolio puts into a trade, and why.
 *
 * <pre>
 * p        = the release's win probability, corrected by what trades brought lately
 * full     = max(0, (b·p − q)/b)
 * fraction = min(kellyFraction · full, maxPositionFraction) · Π factors
 * </pre>
 *
 * @param sizing KELLY, FIXED where no win-probability model answered, FORCED where a person said
 * @param modelProbability the release's own, 0.5 where none answered
 * @param winProbability p, in [0.1, 0.9]
 * @param payoffRatio b: mean win over mean loss
 * @param fullKelly f*, 0 where p does not pay for q
 * @param asked fraction before the factors
 * @param factors in the order in which they were applied
 * @param fraction of equity that is left
 * @param fixedFraction of equity that the shadow book of fixed size takes
 * @param heat of the portfolio before the trade, annualised volatility over equity
 * @param use how much of its limits the portfolio used before the trade
 */
public record Assessment(
    Sizing sizing,
    double modelProbability,
    double winProbability,
    double payoffRatio,
    double fullKelly,
    double asked,
    List<RiskFactor> factors,
    double fraction,
    double fixedFraction,
    double heat,
    RiskUse use) {

  /** Of what was not sized. */
  public static final Assessment NONE =
      new Assessment(Sizing.NONE, 0.5, 0.5, 1, 0, 0, List.of(), 0, 0, 0, RiskUse.NONE);

  /**
   * Why it leaves nothing to trade, null if it leaves something. A fixed size of nothing is for who
   * rounds it to lots.
   */
  RiskDenial denial() {
    if (sizing == Sizing.KELLY && asked == 0) {
      return new RiskDenial(
          DenialCode.NO_EDGE, "winProbability=" + winProbability + " payoffRatio=" + payoffRatio);
    }
    for (RiskFactor factor : factors) {
      if (factor.value() == 0) {
        return new RiskDenial(
            factor.name().equals("heat") ? DenialCode.HEAT_LIMIT : DenialCode.RISK_FACTOR,
            "factor=" + factor.name() + " " + factor.detail());
      }
    }
    return null;
  }

  /** What the size follows from. */
  public enum Sizing {
    NONE,
    FIXED,
    KELLY,
    FORCED
  }
}
