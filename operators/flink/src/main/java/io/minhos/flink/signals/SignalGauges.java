package io.minhos.flink.signals;

import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.metrics.Gauges;
import io.minhos.flink.metrics.TradingMetric;
import java.util.List;
import java.util.Set;
import org.apache.flink.metrics.MetricGroup;

/** Shows the last signal of each watched symbol, and what it was made of. */
final class SignalGauges {

  /** The base models in the ensemble's order. */
  private static final List<String> BASES = List.of("forest", "xgboost", "lightgbm");

  private final Set<String> watched;
  private final Gauges gauges;

  SignalGauges(Set<String> watched, MetricGroup operator) {
    this.watched = watched;
    this.gauges = new Gauges(operator);
  }

  void show(Signal signal) {
    String symbol = signal.symbol();
    if (!watched.contains(symbol)) {
      return;
    }
    gauges.set(TradingMetric.SIGNAL_DIRECTION, sign(signal.direction()), symbol);
    gauges.set(TradingMetric.SIGNAL_STRENGTH, signal.strength(), symbol);
    gauges.set(TradingMetric.SIGNAL_CONFIDENCE, signal.confidence(), symbol);
    gauges.set(TradingMetric.REGIME, code(signal.regime()), symbol);
    for (SignalComponent component : signal.components()) {
      show(symbol, component);
    }
  }

  private void show(String symbol, SignalComponent component) {
    String name = component.name();
    boolean told = component.status() == Status.OK || component.status() == Status.DISABLED;
    gauges.set(
        TradingMetric.COMPONENT_DIRECTION, known(told, sign(component.direction())), symbol, name);
    gauges.set(TradingMetric.COMPONENT_VALUE, known(told, component.value()), symbol, name);
    gauges.set(
        TradingMetric.COMPONENT_CONFIDENCE, known(told, component.confidence()), symbol, name);
    gauges.set(TradingMetric.COMPONENT_WEIGHT, component.weight(), symbol, name);
    if (name.equals(SignalFusion.ENSEMBLE)) {
      gauges.set(TradingMetric.AGREEMENT, known(told, component.agreement()), symbol);
      boolean all = component.bases().size() == BASES.size();
      for (int i = 0; i < BASES.size(); i++) {
        double value = all ? component.bases().get(i) : Double.NaN;
        gauges.set(TradingMetric.BASE_VALUE, value, symbol, BASES.get(i));
      }
    }
  }

  private static double known(boolean told, double value) {
    return told ? value : Double.NaN;
  }

  private static double sign(Direction direction) {
    return switch (direction) {
      case SHORT -> -1;
      case NEUTRAL -> 0;
      case LONG -> 1;
    };
  }

  private static double code(Regime regime) {
    return switch (regime) {
      case UNKNOWN -> 0;
      case TREND -> 1;
      case RANGE -> 2;
      case HIGH_VOLATILITY -> 3;
    };
  }
}
