package io.minhos.domain.technical;

import io.minhos.domain.features.Indicators;

/**
 * Oversold markets recover, overbought ones give way (Wilder 1978): bullish below {@code oversold}
 * with 0.2 + 0.8 · (oversold − RSI)/oversold, bearish above {@code overbought} with its mirror.
 */
record RsiRule(double oversold, double overbought) implements Rule {

  private static final double LEAST = 0.2;

  @Override
  public double strength(TechnicalState state, Indicators indicators) {
    double rsi = indicators.rsi();
    if (rsi < oversold) {
      return LEAST + (1 - LEAST) * (oversold - rsi) / oversold;
    }
    if (rsi > overbought) {
      return -(LEAST + (1 - LEAST) * (rsi - overbought) / (100 - overbought));
    }
    return 0;
  }

  @Override
  public String name(double strength) {
    return strength > 0 ? "RSI_OVERSOLD" : "RSI_OVERBOUGHT";
  }
}
