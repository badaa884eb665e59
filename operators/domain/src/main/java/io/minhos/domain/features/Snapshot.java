package io.minhos.domain.features;

import io.minhos.domain.market.Bar;

/** What the formulas of {@link Feature} are written in: a state and its indicators. */
record Snapshot(FeatureState state, Indicators indicators) {

  private static final long MINUTE = 60_000;

  Bar bar() {
    return state.last();
  }

  /**
   * A difference of prices over the price: x / max(|close|, ATR). The ATR counts only where prices
   * come close to zero, as a spread's do. NaN if both are 0.
   */
  double relative(double difference) {
    double price = Math.max(Math.abs(bar().close()), state.movement().atr());
    return price == 0 ? Double.NaN : difference / price;
  }

  /** Return over {@code bars} bars; NaN if the history is shorter. */
  double change(int bars) {
    return Returns.simple(Window.back(state.closes(), bars), bar().close());
  }

  double volumeMean(int bars) {
    return Window.mean(state.volumes(), bars);
  }

  /** VWAP = Σ pᵢvᵢ / Σ vᵢ over the last 20 bars. */
  double vwap() {
    double[] prices = state.prices();
    double value = 0;
    double volume = 0;
    for (int back = prices.length - 1; back >= 0; back--) {
      double traded = Window.back(state.volumes(), back);
      value += Window.back(prices, back) * traded;
      volume += traded;
    }
    return value / volume;
  }

  double tradeIntensity() {
    return Window.ratioToMean(state.trades());
  }

  double tradeSizeRatio() {
    double[] sizes = state.trades().clone();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Window.back(state.volumes(), sizes.length - 1 - i) / sizes[i];
    }
    return Window.ratioToMean(sizes);
  }

  double illiquidityRatio() {
    double[] impact = state.returns().clone();
    for (int i = 0; i < impact.length; i++) {
      double value =
          Math.abs(state.closes()[i]) * Window.back(state.volumes(), impact.length - 1 - i);
      impact[i] = value > 0 ? Math.abs(impact[i]) / value : Double.NaN;
    }
    return Window.ratioToMean(impact);
  }

  double orderFlowImbalance() {
    return (bar().buyVolume() - bar().sellVolume()) / (bar().buyVolume() + bar().sellVolume());
  }

  double minutesSinceLastBar() {
    return (bar().openTime() - state.previousCloseTime()) / (double) MINUTE;
  }

  /** Angle of the time of day (UTC) at which the bar closed. */
  double minuteAngle() {
    return CyclicTime.minuteAngle(bar().closeTime());
  }

  /** Angle of the day of the week (UTC, Monday 0) of the bar's last millisecond. */
  double weekdayAngle() {
    return CyclicTime.weekdayAngle(bar().time());
  }
}
