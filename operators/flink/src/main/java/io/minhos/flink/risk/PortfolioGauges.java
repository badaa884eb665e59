package io.minhos.flink.risk;

import io.minhos.domain.risk.Assessment;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.Holding;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.risk.PortfolioStep;
import io.minhos.domain.risk.RiskConfig;
import io.minhos.domain.risk.RiskFactor;
import io.minhos.domain.risk.RiskLevel;
import io.minhos.domain.risk.TradingState;
import io.minhos.flink.metrics.Gauges;
import io.minhos.flink.metrics.TradingMetric;
import java.util.Set;
import org.apache.flink.metrics.MetricGroup;

/**
 * Shows each portfolio as it stood when it last decided, beside what it may risk, and of watched
 * symbols what it holds and how the last trade was sized.
 */
final class PortfolioGauges {

  private final Set<String> watched;
  private final Gauges gauges;

  PortfolioGauges(Set<String> watched, MetricGroup operator) {
    this.watched = watched;
    this.gauges = new Gauges(operator);
  }

  void show(PortfolioStep step, RiskConfig config) {
    PortfolioSnapshot now = step.snapshot();
    String name = now.portfolio();
    if (!gauges.shows(TradingMetric.EQUITY, name)) {
      showLimits(name, config);
    }
    gauges.set(TradingMetric.EQUITY, now.equity(), name);
    gauges.set(TradingMetric.CASH, now.cash(), name);
    gauges.set(TradingMetric.REALISED_PNL, now.realisedPnl(), name);
    gauges.set(TradingMetric.UNREALISED_PNL, now.unrealisedPnl(), name);
    gauges.set(TradingMetric.COMMISSION, now.commission(), name);
    gauges.set(TradingMetric.OPEN_POSITIONS, now.openPositions(), name);
    gauges.set(TradingMetric.HEAT, now.heat(), name);
    gauges.set(TradingMetric.DRAWDOWN, now.drawdown(), name);
    gauges.set(
        TradingMetric.DRAWDOWN_FACTOR, config.adjustments().drawdownFactor(now.drawdown()), name);
    gauges.set(TradingMetric.DAILY_LOSS, step.state().risk().day().loss(), name);
    gauges.set(TradingMetric.GROSS_EXPOSURE, overEquity(now.grossExposure(), now), name);
    gauges.set(TradingMetric.NET_EXPOSURE, overEquity(now.positionsValue(), now), name);
    gauges.set(TradingMetric.TRADING_STATE, code(now.tradingState()), name);
    gauges.set(TradingMetric.RISK_LEVEL, code(now.level()), name);
    for (Decision decision : step.decisions()) {
      if (watched.contains(decision.symbol())
          && decision.assessment().sizing() != Assessment.Sizing.NONE) {
        show(name, decision.symbol(), decision.assessment());
      }
    }
    for (String symbol : watched) {
      Holding held = step.state().holdings().get(symbol);
      double value = held == null ? 0 : held.quantity() * held.lastPrice();
      gauges.set(TradingMetric.POSITION_VALUE, value, name, symbol);
      gauges.set(TradingMetric.POSITION_PNL, held == null ? 0 : held.unrealisedPnl(), name, symbol);
    }
  }

  private void showLimits(String name, RiskConfig config) {
    gauges.set(TradingMetric.LIMIT, config.heat().maxHeat(), name, "maxHeat");
    gauges.set(TradingMetric.LIMIT, config.limits().maxDrawdown(), name, "maxDrawdown");
    gauges.set(TradingMetric.LIMIT, config.limits().maxDailyLoss(), name, "maxDailyLoss");
    gauges.set(TradingMetric.LIMIT, config.maxGrossExposure(), name, "maxGrossExposure");
    gauges.set(TradingMetric.LIMIT, config.limits().maxNetExposure(), name, "maxNetExposure");
  }

  private void show(String name, String symbol, Assessment sized) {
    gauges.set(TradingMetric.WIN_PROBABILITY, sized.winProbability(), name, symbol);
    gauges.set(TradingMetric.PAYOFF, sized.payoffRatio(), name, symbol);
    gauges.set(TradingMetric.FULL_KELLY, sized.fullKelly(), name, symbol);
    gauges.set(TradingMetric.ASKED_FRACTION, sized.asked(), name, symbol);
    gauges.set(TradingMetric.RECOMMENDED_FRACTION, sized.fraction(), name, symbol);
    for (RiskFactor factor : sized.factors()) {
      gauges.set(TradingMetric.RISK_FACTOR, factor.value(), name, symbol, factor.name());
    }
  }

  private static double code(TradingState state) {
    return switch (state) {
      case ACTIVE -> 0;
      case REDUCING -> 1;
      case HALTED -> 2;
    };
  }

  private static double code(RiskLevel level) {
    return switch (level) {
      case LOW -> 0;
      case MODERATE -> 1;
      case HIGH -> 2;
      case EXTREME -> 3;
    };
  }

  private static double overEquity(double amount, PortfolioSnapshot now) {
    return now.equity() > 0 ? amount / now.equity() : Double.NaN;
  }
}
