package io.minhos.domain.risk;

import java.io.Serializable;
import java.util.Map;

/**
 * What no entry may exceed, whatever its signal says.
 *
 * @param tradingState what a portfolio may do from its first step on, commands aside; one that is
 *     restored keeps the state that it had
 * @param maxOrderValue notional of an order in quote currency, &gt; 0
 * @param maxOrderQuantity quantity of an order, &gt; 0
 * @param priceCollar how far stop and target may be from the price, as a part of it, &gt; 0
 * @param maxNetExposure |Σ notional| over equity, &gt; 0
 * @param maxSymbolExposure |notional| in one symbol over equity, &gt; 0
 * @param maxGroupExposure Σ|notional| in one group over equity, &gt; 0
 * @param groups group by symbol; a symbol that is not there is in none
 * @param maxOpenOrders orders that work at a time, stops and targets included, beyond which nothing
 *     is entered, at least 3; an exit is never held back
 * @param maxOrdersPerMinute orders in a minute of event time, likewise, at least 3
 * @param maxDailyLoss part of the day's first equity whose loss ends entries for the day (UTC), in
 *     (0, 1]
 * @param maxDrawdown part of the peak equity whose loss ends entries, in (0, 1]
 * @param staleSeconds event time by which a signal may be behind its portfolio, as where an
 *     external venue's clock is ahead of the market's, &gt; 0
 */
public record RiskLimits(
    TradingState tradingState,
    double maxOrderValue,
    double maxOrderQuantity,
    double priceCollar,
    double maxNetExposure,
    double maxSymbolExposure,
    double maxGroupExposure,
    Map<String, String> groups,
    int maxOpenOrders,
    int maxOrdersPerMinute,
    double maxDailyLoss,
    double maxDrawdown,
    double staleSeconds)
    implements Serializable {

  public RiskLimits {
    check("maxOrderValue", maxOrderValue > 0, "> 0", maxOrderValue);
    check("maxOrderQuantity", maxOrderQuantity > 0, "> 0", maxOrderQuantity);
    check("priceCollar", priceCollar > 0, "> 0", priceCollar);
    check("maxNetExposure", maxNetExposure > 0, "> 0", maxNetExposure);
    check("maxSymbolExposure", maxSymbolExposure > 0, "> 0", maxSymbolExposure);
    check("maxGroupExposure", maxGroupExposure > 0, "> 0", maxGroupExposure);
    check("maxOpenOrders", maxOpenOrders >= 3, ">= 3", maxOpenOrders);
    check("maxOrdersPerMinute", maxOrdersPerMinute >= 3, ">= 3", maxOrdersPerMinute);
    check("maxDailyLoss", maxDailyLoss > 0 && maxDailyLoss <= 1, "in (0, 1]", maxDailyLoss);
    check("maxDrawdown", maxDrawdown > 0 && maxDrawdown <= 1, "in (0, 1]", maxDrawdown);
    check("staleSeconds", staleSeconds > 0, "> 0", staleSeconds);
    groups = Map.copyOf(groups);
  }

  /** None but that of a whole loss. */
  public static RiskLimits none() {
    double any = Double.MAX_VALUE;
    int many = Integer.MAX_VALUE;
    return new RiskLimits(
        TradingState.ACTIVE, any, any, any, any, any, any, Map.of(), many, many, 1, 1, any);
  }

  private static void check(String key, boolean valid, String bound, Number value) {
    if (!valid) {
      throw new IllegalArgumentException("risk.limits." + key + " must be " + bound + ": " + value);
    }
  }
}
