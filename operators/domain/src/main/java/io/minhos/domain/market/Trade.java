package io.minhos.domain.market;

import java.util.Comparator;

/**
 * One executed trade with the best quote just before it.
 *
 * @param symbol instrument
 * @param time event time, milliseconds since 1970-01-01T00:00:00Z
 * @param id the venue's trade id, unique per symbol; the line's ordinal where a file gives none
 * @param price price in quote currency
 * @param size quantity in base units
 * @param aggressor who crossed the spread
 * @param bid best bid before the trade, NaN if unknown
 * @param bidSize quantity at the best bid, NaN if unknown
 * @param ask best ask before the trade, NaN if unknown
 * @param askSize quantity at the best ask, NaN if unknown
 */
public record Trade(
    String symbol,
    long time,
    String id,
    double price,
    double size,
    Aggressor aggressor,
    double bid,
    double bidSize,
    double ask,
    double askSize) {

  /** Shorter ids first, so that numeric ids compare by value whatever their digits. */
  private static final Comparator<String> ID_ORDER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  /** The order in which trades of one symbol are worked through: (time, id). */
  public static final Comparator<Trade> ORDER =
      Comparator.comparingLong(Trade::time).thenComparing(Trade::id, ID_ORDER);

  /** A trade without quote and with an unknown aggressor. */
  public static Trade of(String symbol, long time, String id, double price, double size) {
    return new Trade(
        symbol,
        time,
        id,
        price,
        size,
        Aggressor.UNKNOWN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN);
  }

  /** True if both sides of the quote are known. */
  public boolean quoted() {
    return !Double.isNaN(bid) && !Double.isNaN(ask);
  }
}
