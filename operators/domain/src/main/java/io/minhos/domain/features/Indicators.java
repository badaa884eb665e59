package io.minhos.domain.features;

/**
 * Classic indicators at one bar, each NaN until its warm-up is over (in brackets: the first bar,
 * counted from 1, at which it is known). Same conventions as ta4j 0.17: recursive averages are
 * seeded with their first value, deviations are those of the population.
 *
 * @param rsi relative strength index (14), in [0, 100] [15]; Wilder 1978
 * @param macdLine EMA(12) − EMA(26), in price units [26]; Appel 1979
 * @param macdSignal EMA(9) of the MACD line, in price units [34]
 * @param macdHistogram line − signal, in price units [34]
 * @param bollingerMiddle mean of 20 closes [20]; Bollinger 2001, Bollinger on Bollinger Bands
 * @param bollingerUpper middle + 2σ of the same closes [20]
 * @param bollingerLower middle − 2σ [20]
 * @param bollingerPosition %b = (close − lower)/(upper − lower): 0 on the lower band, 1 on the
 *     upper one, 0.5 where the bands coincide [20]
 * @param bollingerWidth (upper − lower)/|middle|, a fraction; NaN where the middle is 0 [20]
 * @param atr average true range (14), in price units [14]; Wilder 1978
 * @param adx average directional index (14), in [0, 100] [28]; Wilder 1978
 * @param plusDi positive directional indicator (14), in [0, 100] [15]
 * @param minusDi negative directional indicator (14), in [0, 100] [15]
 * @param ema12 EMA(12) of the close [12]
 * @param ema26 EMA(26) of the close [26]
 * @param ema50 EMA(50) of the close [50]
 * @param volatility population standard deviation of 20 log returns, per bar [21]
 * @param volumeAverage mean volume of 20 bars [20]
 */
public record Indicators(
    double rsi,
    double macdLine,
    double macdSignal,
    double macdHistogram,
    double bollingerMiddle,
    double bollingerUpper,
    double bollingerLower,
    double bollingerPosition,
    double bollingerWidth,
    double atr,
    double adx,
    double plusDi,
    double minusDi,
    double ema12,
    double ema26,
    double ema50,
    double volatility,
    double volumeAverage) {

  /** Bars after which every indicator is known. */
  public static final int WARM_UP_BARS = 50;

  /** Length of the Bollinger, volatility and volume windows. */
  static final int WINDOW = 20;

  static Indicators of(FeatureState state) {
    long bars = state.bars();
    MovingAverages averages = state.averages();
    DirectionalMovement movement = state.movement();
    double middle = Window.mean(state.closes(), WINDOW);
    double reach = 2 * Window.deviation(state.closes(), WINDOW);
    double upper = middle + reach;
    double lower = middle - reach;
    return new Indicators(
        from(15, bars, state.strength().rsi()),
        from(26, bars, averages.macd()),
        from(34, bars, averages.macdSignal()),
        from(34, bars, averages.macd() - averages.macdSignal()),
        middle,
        upper,
        lower,
        upper == lower ? 0.5 : (Window.back(state.closes(), 0) - lower) / (upper - lower),
        middle == 0 ? Double.NaN : (upper - lower) / Math.abs(middle),
        from(14, bars, movement.atr()),
        from(28, bars, movement.adx()),
        from(15, bars, movement.plusDi()),
        from(15, bars, movement.minusDi()),
        from(12, bars, averages.ema12()),
        from(26, bars, averages.ema26()),
        from(50, bars, averages.ema50()),
        Window.deviation(state.returns(), WINDOW),
        Window.mean(state.volumes(), WINDOW));
  }

  private static double from(int first, long bars, double value) {
    return bars >= first ? value : Double.NaN;
  }
}
