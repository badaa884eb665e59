package io.minhos.domain.market;

import java.io.Serializable;

/**
 * When the data of a symbol are too poor to take new risk on.
 *
 * @param window bars that the rates are taken over, in [2, 10000]; they are kept by symbol
 * @param minBars bars from which on rates are judged, and after a long gap the one that ends the
 *     stop, in [2, window]
 * @param staleBars missing bars in a row above which the data are stale, at least 1
 * @param maxGapRate highest part of the bars that may be missing, in (0, 1]; 1 allows any
 * @param maxRejectRate highest part of the records that may be refused, in (0, 1]; 1 allows any
 * @param maxSpread widest mean spread, as a fraction of the price, &gt; 0
 */
public record DataQualityConfig(
    int window,
    int minBars,
    long staleBars,
    double maxGapRate,
    double maxRejectRate,
    double maxSpread)
    implements Serializable {

  public DataQualityConfig {
    if (window < 2 || window > 10_000) {
      throw new IllegalArgumentException("window must be in [2, 10000]: " + window);
    }
    if (minBars < 2 || minBars > window) {
      throw new IllegalArgumentException("minBars must be in [2, window]: " + minBars);
    }
    if (staleBars < 1) {
      throw new IllegalArgumentException("staleBars must be >= 1: " + staleBars);
    }
    if (!(maxGapRate > 0 && maxGapRate <= 1)) {
      throw new IllegalArgumentException("maxGapRate must be in (0, 1]: " + maxGapRate);
    }
    if (!(maxRejectRate > 0 && maxRejectRate <= 1)) {
      throw new IllegalArgumentException("maxRejectRate must be in (0, 1]: " + maxRejectRate);
    }
    if (!(maxSpread > 0)) {
      throw new IllegalArgumentException("maxSpread must be > 0: " + maxSpread);
    }
  }
}
