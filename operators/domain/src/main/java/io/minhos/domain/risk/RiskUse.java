package io.minhos.domain.risk;

import java.util.ArrayList;
import java.util.List;

/**
 * The final overlay: the limit that a portfolio has used most of says how risky it is as a whole.
 *
 * @param level that of the limit which is used most
 * @param reasons uses from half a limit on, {@code name=part of the limit}, in fixed order
 */
public record RiskUse(RiskLevel level, List<String> reasons) {

  /** Nothing used. */
  static final RiskUse NONE = new RiskUse(RiskLevel.LOW, List.of());

  /** No equity is left. */
  static final RiskUse RUINED = new RiskUse(RiskLevel.EXTREME, List.of("equity=0"));

  /**
   * The level and its reasons.
   *
   * @param heat annualised volatility over equity
   * @param gross Σ|notional| over equity
   * @param drawdown from the peak
   * @param dailyLoss part of the day's first equity that is lost
   */
  static RiskUse of(
      double heat, double gross, double drawdown, double dailyLoss, RiskConfig config) {
    RiskLevel level = RiskLevel.LOW;
    List<String> reasons = new ArrayList<>();
    String[] names = {"heat", "grossExposure", "drawdown", "dailyLoss"};
    double[] uses = {
      heat / config.heat().maxHeat(),
      gross / config.maxGrossExposure(),
      drawdown / config.limits().maxDrawdown(),
      dailyLoss / config.limits().maxDailyLoss()
    };
    for (int i = 0; i < uses.length; i++) {
      RiskLevel of = RiskLevel.of(uses[i]);
      if (of != RiskLevel.LOW) {
        reasons.add(names[i] + "=" + uses[i]);
      }
      level = of.compareTo(level) > 0 ? of : level;
    }
    return new RiskUse(level, List.copyOf(reasons));
  }
}
