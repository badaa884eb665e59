package io.minhos.domain.signals;

import java.io.Serializable;

/**
 * Where one regime ends and the next begins.
 *
 * @param window bars whose volatilities the last is ranked among, in [20, 1000]
 * @param highVolatilityRank rank from which volatility is high, in (0.5, 1]
 * @param trendingAdx ADX from which a market trends, in (0, 100)
 */
public record RegimeConfig(int window, double highVolatilityRank, double trendingAdx)
    implements Serializable {

  public RegimeConfig {
    check("window", window >= 20 && window <= 1000, "in [20, 1000]", window);
    check(
        "highVolatilityRank",
        highVolatilityRank > 0.5 && highVolatilityRank <= 1,
        "in (0.5, 1]",
        highVolatilityRank);
    check("trendingAdx", trendingAdx > 0 && trendingAdx < 100, "in (0, 100)", trendingAdx);
  }

  /** 120 bars, high from the 90th percentile, trending from an ADX of 25. */
  public static RegimeConfig defaults() {
    return new RegimeConfig(120, 0.9, 25);
  }

  private static void check(String key, boolean valid, String bound, Number value) {
    if (!valid) {
      throw new IllegalArgumentException("regime." + key + " must be " + bound + ": " + value);
    }
  }
}
