package io.minhos.domain.market;

/**
 * Prices and volumes of one symbol over [openTime, closeTime).
 *
 * @param symbol instrument
 * @param openTime start, inclusive, milliseconds since the epoch
 * @param closeTime end, exclusive, milliseconds since the epoch
 * @param open first price
 * @param high highest price
 * @param low lowest price
 * @param close last price
 * @param volume traded quantity; tick count where the source has no quantity
 * @param buyVolume quantity bought by aggressors, NaN if unknown
 * @param sellVolume quantity sold by aggressors, NaN if unknown
 * @param trades number of trades, 0 if unknown
 * @param vwap volume-weighted average price, NaN if unknown
 * @param meanSpread mean of ask − bid over the trades that carry a quote, NaN if none does
 * @param defect what keeps new risk away from the symbol's data at it, as {@link DataQuality} says;
 *     empty if nothing does, and of a bar as a source gives it; null of an earlier bar: empty
 */
public record Bar(
    String symbol,
    long openTime,
    long closeTime,
    double open,
    double high,
    double low,
    double close,
    double volume,
    double buyVolume,
    double sellVolume,
    long trades,
    double vwap,
    double meanSpread,
    String defect) {

  public Bar {
    defect = defect == null ? "" : defect;
  }

  /** A bar as a source gives it. */
  public Bar(
      String symbol,
      long openTime,
      long closeTime,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double buyVolume,
      double sellVolume,
      long trades,
      double vwap,
      double meanSpread) {
    this(
        symbol,
        openTime,
        closeTime,
        open,
        high,
        low,
        close,
        volume,
        buyVolume,
        sellVolume,
        trades,
        vwap,
        meanSpread,
        "");
  }

  /** The bar where that is wrong with its symbol's data. */
  public Bar withDefect(String found) {
    return found.equals(defect)
        ? this
        : new Bar(
            symbol,
            openTime,
            closeTime,
            open,
            high,
            low,
            close,
            volume,
            buyVolume,
            sellVolume,
            trades,
            vwap,
            meanSpread,
            found);
  }

  /** The bar's event time: the last millisecond that it covers. */
  public long time() {
    return closeTime - 1;
  }

  /** A bar of which only prices and volume are known, as bar files give it. */
  public static Bar of(
      String symbol,
      long openTime,
      long closeTime,
      double open,
      double high,
      double low,
      double close,
      double volume) {
    return new Bar(
        symbol,
        openTime,
        closeTime,
        open,
        high,
        low,
        close,
        volume,
        Double.NaN,
        Double.NaN,
        0,
        Double.NaN,
        Double.NaN);
  }
}
