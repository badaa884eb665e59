package io.minhos.domain.technical;

/** Patterns of many bars, in their bullish forms. */
record RangePatterns(
    int breakoutBars, int doubleSeparation, double doubleTolerance, double doubleDepth) {

  private static final double BREAKOUT = 0.3;
  private static final double DOUBLE_BOTTOM = 0.6;

  /** Bars on either side of a swing low that must not be lower. */
  private static final int SWING = 2;

  /**
   * The close leaves the range of the bars before it (Donchian 1960), one that the close before had
   * not left: 0.3 + the distance in ATR, at most 1.
   */
  double breakout(Candles candles, double atr) {
    if (candles.size() < breakoutBars + 2 || !(atr > 0)) {
      return 0;
    }
    double top = candles.highest(1, breakoutBars);
    return candles.close(0) > top && candles.close(1) <= candles.highest(2, breakoutBars + 1)
        ? Math.min(1, BREAKOUT + (candles.close(0) - top) / atr)
        : 0;
  }

  /**
   * After a decline from above the neckline, two swing lows at one level with a peak, the neckline,
   * between them, confirmed by the first close above it (Murphy 1999, Technical Analysis of the
   * Financial Markets; Bulkowski 2021, Encyclopedia of Chart Patterns); its mirror is the double
   * top.
   */
  double doubleBottom(Candles candles, double atr) {
    if (!(atr > 0) || candles.size() <= SWING) {
      return 0;
    }
    double last = candles.close(0);
    double sinceThen = candles.close(1);
    for (int second = SWING; second < candles.size() - SWING; second++) {
      sinceThen = Math.max(sinceThen, candles.close(second));
      if (last <= sinceThen) {
        return 0;
      }
      if (swingLow(candles, second) && pairs(candles, second, sinceThen, atr)) {
        return DOUBLE_BOTTOM;
      }
    }
    return 0;
  }

  /** Whether a swing low before {@code second} makes a double bottom with it. */
  private boolean pairs(Candles candles, int second, double sinceThen, double atr) {
    double last = candles.close(0);
    int nearest = second + doubleSeparation;
    if (nearest >= candles.size() - SWING) {
      return false;
    }
    double neckline = candles.highest(second + 1, nearest - 1);
    // The neckline only rises on the way back.
    for (int first = nearest; first < candles.size() - SWING && last > neckline; first++) {
      if (sinceThen <= neckline
          && swingLow(candles, first)
          && level(candles, first, second, neckline, atr)) {
        return true;
      }
      neckline = Math.max(neckline, candles.high(first));
    }
    return false;
  }

  private boolean level(Candles candles, int first, int second, double neckline, double atr) {
    double lower = Math.min(candles.low(first), candles.low(second));
    double upper = Math.max(candles.low(first), candles.low(second));
    return upper - lower <= doubleTolerance * atr
        && neckline - upper >= doubleDepth * atr
        && candles.lowest(0, first) >= lower
        && candles.highest(first + 1, candles.size() - 1) > neckline;
  }

  private static boolean swingLow(Candles candles, int back) {
    return candles.low(back) <= candles.lowest(back - SWING, back + SWING);
  }
}
