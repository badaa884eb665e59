package io.minhos.domain.market;

import java.util.Comparator;

/**
 * A trade or a bar as a source gave it, with its place there. Exactly one of {@code trade} and
 * {@code bar} is set, or neither for a marker, which says only that time has passed.
 *
 * @param source file or topic partition
 * @param ordinal line or offset
 * @param time event time; a bar's is the last millisecond that it covers
 * @param trade the trade, or null
 * @param bar the bar, or null
 */
public record MarketRecord(String source, long ordinal, long time, Trade trade, Bar bar) {

  /** Trades by (time, id, source, ordinal): repeats of an id stand beside each other. */
  public static final Comparator<MarketRecord> TRADE_ORDER =
      Comparator.comparing(MarketRecord::trade, Trade.ORDER)
          .thenComparing(MarketRecord::source)
          .thenComparingLong(MarketRecord::ordinal);

  /** Bars by (time, source, ordinal). */
  public static final Comparator<MarketRecord> BAR_ORDER =
      Comparator.comparingLong(MarketRecord::time)
          .thenComparing(MarketRecord::source)
          .thenComparingLong(MarketRecord::ordinal);

  public static MarketRecord of(String source, long ordinal, Trade trade) {
    return new MarketRecord(source, ordinal, trade.time(), trade, null);
  }

  public static MarketRecord of(String source, long ordinal, Bar bar) {
    return new MarketRecord(source, ordinal, bar.time(), null, bar);
  }

  /** A boundary marker: raises its partition's high water and carries nothing. */
  public static MarketRecord marker(String source, long ordinal, long time) {
    return new MarketRecord(source, ordinal, time, null, null);
  }

  public boolean isMarker() {
    return trade == null && bar == null;
  }

  public String symbol() {
    if (trade != null) {
      return trade.symbol();
    }
    return bar != null ? bar.symbol() : "";
  }

  /** This record, refused. */
  public Rejection reject(RejectCode code, String detail) {
    return new Rejection(
        source, ordinal, code, detail, symbol(), time, String.valueOf(trade != null ? trade : bar));
  }
}
