package io.minhos.domain.technical;

import io.minhos.domain.features.Indicators;
import io.minhos.domain.market.Bar;
import java.util.Arrays;

/**
 * What technical analysis remembers of one symbol: constant in size, folded bar by bar, never
 * written to again.
 *
 * @param candles the last {@link #BARS} bars, oldest first, four values each: open, high, low,
 *     close
 * @param histogram MACD histogram at the last bar, NaN before its warm-up
 * @param previousHistogram the same one bar earlier
 */
@SuppressWarnings("ArrayRecordComponent") // Flink writes double[] fast; states are not compared.
public record TechnicalState(double[] candles, double histogram, double previousHistogram) {

  /** Bars in which patterns are sought. */
  public static final int BARS = 48;

  static final int WIDTH = 4;

  private static final TechnicalState EMPTY =
      new TechnicalState(new double[0], Double.NaN, Double.NaN);

  /** The state before the first bar. */
  public static TechnicalState empty() {
    return EMPTY;
  }

  /** The state after {@code bar}, at which {@code indicators} hold. */
  public TechnicalState plus(Bar bar, Indicators indicators) {
    int kept = Math.min(candles.length, (BARS - 1) * WIDTH);
    double[] next = Arrays.copyOfRange(candles, candles.length - kept, candles.length + WIDTH);
    next[kept] = bar.open();
    next[kept + 1] = bar.high();
    next[kept + 2] = bar.low();
    next[kept + 3] = bar.close();
    return new TechnicalState(next, indicators.macdHistogram(), histogram);
  }
}
