package io.minhos.domain.technical;

import io.minhos.domain.features.Indicators;

/** A pattern with a bullish form and, by mirroring prices, a bearish one. */
record PatternRule(String bullish, String bearish, Pattern pattern) implements Rule {

  /** The bullish form. */
  @FunctionalInterface
  interface Pattern {
    /** Strength in [0, 1], 0 if the last bar does not complete the pattern. */
    double strength(Candles candles, double atr);
  }

  @Override
  public double strength(TechnicalState state, Indicators indicators) {
    Candles candles = Candles.of(state);
    return pattern.strength(candles, indicators.atr())
        - pattern.strength(candles.mirror(), indicators.atr());
  }

  @Override
  public String name(double strength) {
    return strength > 0 ? bullish : bearish;
  }
}
