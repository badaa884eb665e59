package io.minhos.domain.features;

/**
 * Exponential moving averages of the close and the signal line of MACD (Appel 1979).
 *
 * <p>EMAₜ = EMAₜ₋₁ + (xₜ − EMAₜ₋₁) · 2/(n + 1), seeded with the first value. After n bars the seed
 * still weighs ((n − 1)/(n + 1))ⁿ ≈ e⁻² = 13 %.
 *
 * @param ema12 EMA(12) of the close
 * @param ema26 EMA(26) of the close
 * @param ema50 EMA(50) of the close
 * @param macdSignal EMA(9) of {@link #macd}
 */
public record MovingAverages(double ema12, double ema26, double ema50, double macdSignal) {

  static MovingAverages first(double close) {
    return new MovingAverages(close, close, close, 0);
  }

  MovingAverages plus(double close) {
    double fast = ema(ema12, close, 12);
    double slow = ema(ema26, close, 26);
    return new MovingAverages(fast, slow, ema(ema50, close, 50), ema(macdSignal, fast - slow, 9));
  }

  /** MACD line = EMA(12) − EMA(26), in price units. */
  public double macd() {
    return ema12 - ema26;
  }

  private static double ema(double average, double value, int n) {
    return average + (value - average) * (2.0 / (n + 1));
  }
}
