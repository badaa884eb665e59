package io.minhos.domain.technical;

import io.minhos.domain.features.Indicators;

/**
 * A close outside the bands (Bollinger 2001): in a market without trend (ADX below {@code
 * trendingAdx}) price is expected back inside; in a trending one it walks the band. Strength is 0.3
 * plus the overshoot in band widths, at most 1.
 */
record BollingerRule(double trendingAdx) implements Rule {

  private static final double LEAST = 0.3;

  @Override
  public double strength(TechnicalState state, Indicators indicators) {
    double position = indicators.bollingerPosition();
    double overshoot = Math.max(-position, position - 1);
    if (!(overshoot > 0)) {
      return 0;
    }
    double outwards = Math.signum(position - 0.5) * Math.min(1, LEAST + overshoot);
    return indicators.adx() < trendingAdx ? -outwards : outwards;
  }

  @Override
  public String name(double strength) {
    return strength > 0 ? "BOLLINGER_UP" : "BOLLINGER_DOWN";
  }
}
