package io.minhos.domain.technical;

/**
 * Reversals after a decline, and the inside bar, in their bullish forms (Nison 1991, Japanese
 * Candlestick Charting Techniques). A decline is a fall of the close by at least {@code trendAtr} ·
 * ATR over the {@code trendBars} bars before the pattern's last bar.
 */
record CandlestickPatterns(int trendBars, double trendAtr, double dojiBody, double shadowToBody) {

  private static final double ENGULFING = 0.4;
  private static final double HAMMER = 0.4;
  private static final double DOJI = 0.2;
  private static final double INSIDE_BAR = 0.3;

  /** Greatest shadow on the wrong side of a hammer, as a part of its range. */
  private static final double SHORT_SHADOW = 0.15;

  /** Least range of a doji in ATR: where nothing happened, indecision says nothing. */
  private static final double DOJI_RANGE = 0.5;

  /** After a decline, a rising body that encloses the falling one before it and is larger. */
  double engulfing(Candles candles, double atr) {
    return declined(candles, atr)
            && candles.falls(1)
            && candles.rises(0)
            && candles.open(0) <= candles.close(1)
            && candles.close(0) >= candles.open(1)
            && candles.body(0) > candles.body(1)
        ? ENGULFING
        : 0;
  }

  /**
   * After a decline, a body at the top of its range over a long lower shadow; its mirror is the
   * shooting star.
   */
  double hammer(Candles candles, double atr) {
    if (!declined(candles, atr)) {
      return 0;
    }
    double top = Math.max(candles.open(0), candles.close(0));
    double bottom = Math.min(candles.open(0), candles.close(0));
    return candles.body(0) > 0
            && bottom - candles.low(0) >= shadowToBody * candles.body(0)
            && candles.high(0) - top <= SHORT_SHADOW * candles.range(0)
        ? HAMMER
        : 0;
  }

  /** After a decline, a bar that closes where it opened: sellers no longer prevail. */
  double doji(Candles candles, double atr) {
    return declined(candles, atr)
            && candles.range(0) >= DOJI_RANGE * atr
            && candles.body(0) <= dojiBody * candles.range(0)
        ? DOJI
        : 0;
  }

  /** The last bar but one lay inside the bar before it, and the last closes above both. */
  double insideBar(Candles candles, double atr) {
    return candles.size() >= 3
            && candles.high(1) < candles.high(2)
            && candles.low(1) > candles.low(2)
            && candles.close(0) > candles.high(2)
        ? INSIDE_BAR
        : 0;
  }

  private boolean declined(Candles candles, double atr) {
    return candles.size() > trendBars + 1
        && atr > 0
        && candles.close(1 + trendBars) - candles.close(1) >= trendAtr * atr;
  }
}
