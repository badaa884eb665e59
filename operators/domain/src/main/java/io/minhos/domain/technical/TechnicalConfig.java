package io.minhos.domain.technical;

import java.io.Serializable;

/**
 * Where the classic rules draw their lines. Distances called ATR are multiples of the average true
 * range.
 *
 * @param rsiOversold RSI below which a market is oversold, in (0, 50); Wilder's 30
 * @param rsiOverbought RSI above which a market is overbought, in (50, 100); Wilder's 70
 * @param trendingAdx ADX from which a market trends, in (0, 100); Wilder's 25
 * @param trendBars bars that make the trend before a candlestick, in [1, 20]
 * @param trendAtr least move over those bars that is a trend, in ATR, &gt; 0
 * @param dojiBody greatest body of a doji, as a part of its range, in (0, 1)
 * @param shadowToBody least shadow of a hammer, in bodies, ≥ 1; Nison's 2
 * @param breakoutBars bars whose range must be left, in [2, 40]; Donchian's 20
 * @param doubleSeparation least bars between two bottoms, in [2, 30]
 * @param doubleTolerance greatest difference between two bottoms, in ATR, &gt; 0
 * @param doubleDepth least height of the peak between two bottoms, in ATR, &gt; 0
 */
public record TechnicalConfig(
    double rsiOversold,
    double rsiOverbought,
    double trendingAdx,
    int trendBars,
    double trendAtr,
    double dojiBody,
    double shadowToBody,
    int breakoutBars,
    int doubleSeparation,
    double doubleTolerance,
    double doubleDepth)
    implements Serializable {

  private static final TechnicalConfig DEFAULTS =
      new TechnicalConfig(30, 70, 25, 5, 1, 0.1, 2, 20, 5, 0.5, 2);

  public TechnicalConfig {
    require(rsiOversold > 0 && rsiOversold < 50, "rsiOversold must be in (0, 50)", rsiOversold);
    require(
        rsiOverbought > 50 && rsiOverbought < 100,
        "rsiOverbought must be in (50, 100)",
        rsiOverbought);
    require(trendingAdx > 0 && trendingAdx < 100, "trendingAdx must be in (0, 100)", trendingAdx);
    require(trendBars >= 1 && trendBars <= 20, "trendBars must be in [1, 20]", trendBars);
    require(positive(trendAtr), "trendAtr must be > 0", trendAtr);
    require(dojiBody > 0 && dojiBody < 1, "dojiBody must be in (0, 1)", dojiBody);
    require(shadowToBody >= 1 && positive(shadowToBody), "shadowToBody must be >= 1", shadowToBody);
    require(
        breakoutBars >= 2 && breakoutBars <= 40, "breakoutBars must be in [2, 40]", breakoutBars);
    require(
        doubleSeparation >= 2 && doubleSeparation <= 30,
        "doubleSeparation must be in [2, 30]",
        doubleSeparation);
    require(positive(doubleTolerance), "doubleTolerance must be > 0", doubleTolerance);
    require(positive(doubleDepth), "doubleDepth must be > 0", doubleDepth);
  }

  /** The values of the authors where they gave any. */
  public static TechnicalConfig defaults() {
    return DEFAULTS;
  }

  private static boolean positive(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }

  private static void require(boolean held, String bound, Number value) {
    if (!held) {
      throw new IllegalArgumentException(bound + ": " + value);
    }
  }
}
