package io.minhos.domain.risk;

import java.util.Map;

/** Limits of which a test names those that it is about. */
final class AnyLimits {

  private final RiskLimits none = RiskLimits.none();

  TradingState tradingState = none.tradingState();
  double maxOrderValue = none.maxOrderValue();
  double maxOrderQuantity = none.maxOrderQuantity();
  double priceCollar = none.priceCollar();
  double maxNetExposure = none.maxNetExposure();
  double maxSymbolExposure = none.maxSymbolExposure();
  double maxGroupExposure = none.maxGroupExposure();
  Map<String, String> groups = none.groups();
  int maxOpenOrders = none.maxOpenOrders();
  int maxOrdersPerMinute = none.maxOrdersPerMinute();
  double maxDailyLoss = none.maxDailyLoss();
  double maxDrawdown = none.maxDrawdown();
  double staleSeconds = none.staleSeconds();

  RiskLimits limits() {
    return new RiskLimits(
        tradingState,
        maxOrderValue,
        maxOrderQuantity,
        priceCollar,
        maxNetExposure,
        maxSymbolExposure,
        maxGroupExposure,
        groups,
        maxOpenOrders,
        maxOrdersPerMinute,
        maxDailyLoss,
        maxDrawdown,
        staleSeconds);
  }
}
