package io.minhos.domain.signals;

import java.util.Arrays;

/**
 * The volatilities of a symbol's last bars, which tell what is much.
 *
 * <pre>
 * rank   = (volatilities below the last + half of those equal to it, itself left out) / (n − 1)
 * regime = HIGH_VOLATILITY where rank ≥ highVolatilityRank,
 *          else TREND where ADX ≥ trendingAdx, else RANGE; UNKNOWN before half a window
 * </pre>
 *
 * @param volatilities per bar, oldest first; never written to again
 */
@SuppressWarnings("ArrayRecordComponent") // Flink writes double[] fast; states are not compared.
public record VolatilityHistory(double[] volatilities) {

  private static final VolatilityHistory EMPTY = new VolatilityHistory(new double[0]);

  /** The state before the first bar. */
  public static VolatilityHistory empty() {
    return EMPTY;
  }

  /**
   * The state after a bar.
   *
   * @param volatility standard deviation of log returns; NaN, before its warm-up, is not counted
   */
  public VolatilityHistory plus(double volatility, RegimeConfig config) {
    if (Double.isNaN(volatility)) {
      return this;
    }
    int kept = Math.min(volatilities.length, config.window() - 1);
    double[] next =
        Arrays.copyOfRange(volatilities, volatilities.length - kept, volatilities.length + 1);
    next[kept] = volatility;
    return new VolatilityHistory(next);
  }

  /**
   * The regime at the last bar.
   *
   * @param trendStrength ADX / 100
   */
  public Regime regime(double trendStrength, RegimeConfig config) {
    if (2 * volatilities.length < config.window()) {
      return Regime.UNKNOWN;
    }
    if (rank() >= config.highVolatilityRank()) {
      return Regime.HIGH_VOLATILITY;
    }
    // The same division on either side: 100 · 0.29 is less than 29.
    return trendStrength >= config.trendingAdx() / 100 ? Regime.TREND : Regime.RANGE;
  }

  private double rank() {
    int others = volatilities.length - 1;
    double last = volatilities[others];
    double below = 0;
    for (int i = 0; i < others; i++) {
      below += volatilities[i] < last ? 1 : volatilities[i] == last ? 0.5 : 0;
    }
    return below / others;
  }
}
