package io.minhos.domain.market;

import java.util.Comparator;

/**
 * A refused record, with what is needed to find it again.
 *
 * @param source file or topic partition that it came from
 * @param ordinal its line (the header is line 1) or offset there
 * @param code why it was refused
 * @param detail the value and the bound, as {@code key=value}
 * @param symbol its symbol, empty if it could not be read
 * @param time its event time, milliseconds since the epoch, 0 if it could not be read
 * @param raw the record: what was read of it, or as it arrived if it could not be read
 */
public record Rejection(
    String source,
    long ordinal,
    RejectCode code,
    String detail,
    String symbol,
    long time,
    String raw) {

  /** The order of rejects wherever they are listed: (source, ordinal). */
  public static final Comparator<Rejection> ORDER =
      Comparator.comparing(Rejection::source).thenComparingLong(Rejection::ordinal);
}
