package io.minhos.domain.features;

import java.util.function.ToDoubleFunction;

/**
 * One feature: its formula, its neutral value and its warm-up (in brackets: bars needed).
 *
 * <p>All are dimensionless or in minutes, so that symbols compare. Prices enter as differences over
 * {@link Snapshot#relative the price}, volumes over their own averages. Where a formula has no
 * answer (no quote, no aggressor, no volume, no range, no history) the neutral value stands. C, O,
 * H, L, V are of this bar, C₁ is the close before.
 */
enum Feature {
  /** C/C₁ − 1 [2]; prices not positive: see {@link Returns}. Neutral 0. */
  CHANGE_1("return", 2, 0, s -> s.change(1)),

  /** C/C₅ − 1 [6]. Neutral 0. */
  CHANGE_5("return5", 6, 0, s -> s.change(5)),

  /** ln(C/C₁) [2]; prices not positive: see {@link Returns}. Neutral 0. */
  LOG_RETURN("logReturn", 2, 0, s -> Window.back(s.state().returns(), 0)),

  /** (H − L)/C [1]. Neutral 0. */
  HIGH_LOW_RATIO("highLowRatio", 1, 0, s -> s.relative(s.bar().high() - s.bar().low())),

  /** (C − L)/(H − L), in [0, 1] [1]. Neutral 0.5: no range. */
  CLOSE_POSITION(
      "closePosition",
      1,
      0.5,
      s -> (s.bar().close() - s.bar().low()) / (s.bar().high() - s.bar().low())),

  /** Opening gap O/C₁ − 1 [2]. Neutral 0. */
  GAP("gap", 2, 0, s -> Returns.simple(Window.back(s.state().closes(), 1), s.bar().open())),

  /** RSI(14)/100, in [0, 1] [15]; Wilder 1978. Neutral 0.5. */
  RSI("rsi", 15, 0.5, s -> s.indicators().rsi() / 100),

  /** (EMA(12) − EMA(26))/C [26]; Appel 1979. Neutral 0. */
  MACD_LINE("macdLine", 26, 0, s -> s.relative(s.indicators().macdLine())),

  /** EMA(9) of the MACD line, over C [34]. Neutral 0. */
  MACD_SIGNAL("macdSignal", 34, 0, s -> s.relative(s.indicators().macdSignal())),

  /** (line − signal)/C [34]. Neutral 0. */
  MACD_HISTOGRAM("macdHistogram", 34, 0, s -> s.relative(s.indicators().macdHistogram())),

  /** %b of the bands (20, 2): 0 on the lower, 1 on the upper [20]; Bollinger 2001. Neutral 0.5. */
  BOLLINGER_POSITION("bollingerPosition", 20, 0.5, s -> s.indicators().bollingerPosition()),

  /** (upper − lower)/C of the bands (20, 2) [20]; Bollinger 2001. Neutral 0. */
  BOLLINGER_WIDTH(
      "bollingerWidth",
      20,
      0,
      s -> s.relative(s.indicators().bollingerUpper() - s.indicators().bollingerLower())),

  /** ATR(14)/C [14]; Wilder 1978. Neutral 0. */
  ATR_RATIO("atrRatio", 14, 0, s -> s.relative(s.indicators().atr())),

  /** (C − EMA(12))/C [12]. Neutral 0. */
  EMA_12_DISTANCE(
      "ema12Distance", 12, 0, s -> s.relative(s.bar().close() - s.indicators().ema12())),

  /** (C − EMA(26))/C [26]. Neutral 0. */
  EMA_26_DISTANCE(
      "ema26Distance", 26, 0, s -> s.relative(s.bar().close() - s.indicators().ema26())),

  /** (C − EMA(50))/C [50]. Neutral 0. */
  EMA_50_DISTANCE(
      "ema50Distance", 50, 0, s -> s.relative(s.bar().close() - s.indicators().ema50())),

  /** ADX(14)/100, in [0, 1] [28]; Wilder 1978. Neutral 0. */
  ADX("adx", 28, 0, s -> s.indicators().adx() / 100),

  /** Standard deviation of 20 log returns, per bar [21]. Neutral 0. */
  VOLATILITY("volatility", 21, 0, s -> s.indicators().volatility()),

  /** Mean volume of 20 bars over that of 40 [40]. Neutral 1: no volume. */
  VOLUME_AVERAGE(
      "volumeAverage", 40, 1, s -> s.volumeMean(20) / s.volumeMean(FeatureState.VOLUMES)),

  /** V over the mean volume of 20 bars, in [0, 20] [20]. Neutral 1: no volume. */
  VOLUME_RATIO("volumeRatio", 20, 1, s -> s.bar().volume() / s.volumeMean(20)),

  /** Mean volume of 5 bars over that of 20, in [0, 4] [20]. Neutral 1: no volume. */
  VOLUME_TREND("volumeTrend", 20, 1, s -> s.volumeMean(5) / s.volumeMean(20)),

  /** (C − VWAP of 20 bars)/C [20]; Berkowitz, Logue, Noser 1988. Neutral 0: no volume. */
  VWAP_DISTANCE("vwapDistance", 20, 0, s -> s.relative(s.bar().close() - s.vwap())),

  /**
   * (B − S)/(B + S) of the volume that aggressors bought and sold, in [−1, 1] [1]: the trade part
   * of the imbalance in Cont, Kukanov, Stoikov 2014, for want of the book. Neutral 0: unknown.
   */
  ORDER_FLOW_IMBALANCE("orderFlowImbalance", 1, 0, Snapshot::orderFlowImbalance),

  /** Mean spread of the bar over C [1]. Neutral 0: no quotes. */
  RELATIVE_SPREAD("relativeSpread", 1, 0, s -> s.relative(s.bar().meanSpread())),

  /** Trades over the mean of the known counts in 20 bars, in [0, 20] [20]. Neutral 1: unknown. */
  TRADE_INTENSITY("tradeIntensity", 20, 1, Snapshot::tradeIntensity),

  /** V/trades over its mean in 20 bars, in [0, 20] [20]. Neutral 1: unknown. */
  TRADE_SIZE_RATIO("tradeSizeRatio", 20, 1, Snapshot::tradeSizeRatio),

  /**
   * Amihud's (2002) price impact |r|/(|C|·V) over its mean in 20 bars, in [0, 20] [21]; the mean
   * takes the place of the usual factor 10⁶, which fits one market only. Neutral 1: no volume, or
   * no move in 20 bars.
   */
  ILLIQUIDITY_RATIO("illiquidityRatio", 21, 1, Snapshot::illiquidityRatio),

  /** sin(2π · minute of the day / 1440), UTC, at the bar's close [1]. */
  MINUTE_SINE("minuteSine", 1, 0, s -> StrictMath.sin(s.minuteAngle())),

  /** cos(2π · minute of the day / 1440), UTC, at the bar's close [1]. */
  MINUTE_COSINE("minuteCosine", 1, 0, s -> StrictMath.cos(s.minuteAngle())),

  /** sin(2π · day of the week / 7), UTC, Monday 0, at the bar's last millisecond [1]. */
  WEEKDAY_SINE("weekdaySine", 1, 0, s -> StrictMath.sin(s.weekdayAngle())),

  /** cos(2π · day of the week / 7), UTC, Monday 0, at the bar's last millisecond [1]. */
  WEEKDAY_COSINE("weekdayCosine", 1, 0, s -> StrictMath.cos(s.weekdayAngle())),

  /** Minutes from the previous bar's close to this one's open: 0 without a gap [2]. Neutral 0. */
  MINUTES_SINCE_LAST_BAR("minutesSinceLastBar", 2, 0, Snapshot::minutesSinceLastBar);

  /** Values end here, so that a price next to zero cannot make one infinite. */
  static final double LIMIT = 1e6;

  private final String label;
  private final int warmUpBars;
  private final double neutral;

  @SuppressWarnings("ImmutableEnumChecker") // Every formula is a lambda without captures.
  private final ToDoubleFunction<Snapshot> formula;

  Feature(String label, int warmUpBars, double neutral, ToDoubleFunction<Snapshot> formula) {
    this.label = label;
    this.warmUpBars = warmUpBars;
    this.neutral = neutral;
    this.formula = formula;
  }

  String label() {
    return label;
  }

  int warmUpBars() {
    return warmUpBars;
  }

  /** In [−{@link #LIMIT}, {@link #LIMIT}], never NaN. */
  double value(Snapshot snapshot) {
    double value = formula.applyAsDouble(snapshot);
    return Double.isNaN(value) ? neutral : Math.max(-LIMIT, Math.min(LIMIT, value));
  }
}
