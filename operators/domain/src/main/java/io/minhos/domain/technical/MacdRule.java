package io.minhos.domain.technical;

import io.minhos.domain.features.Indicators;

/**
 * The MACD line crosses its signal line (Appel 2005, Technical Analysis: Power Tools for Active
 * Investors): bullish if upwards, with 0.3, or with 0.5 below the zero line, where Appel trusts it
 * more; bearish is the mirror.
 */
record MacdRule() implements Rule {

  private static final double CROSS = 0.3;
  private static final double CROSS_BEYOND_ZERO = 0.5;

  @Override
  public double strength(TechnicalState state, Indicators indicators) {
    double line = indicators.macdLine();
    if (state.previousHistogram() <= 0 && state.histogram() > 0) {
      return line < 0 ? CROSS_BEYOND_ZERO : CROSS;
    }
    if (state.previousHistogram() >= 0 && state.histogram() < 0) {
      return line > 0 ? -CROSS_BEYOND_ZERO : -CROSS;
    }
    return 0;
  }

  @Override
  public String name(double strength) {
    return strength > 0 ? "MACD_CROSS_UP" : "MACD_CROSS_DOWN";
  }
}
