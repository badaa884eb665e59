package io.minhos.domain.market;

import java.util.Comparator;

/**
 * A refused record, with what is needed to find it again.
 *
 * @param source file or topic partition that it came from
 * @param ordinal its line (the header is line 1) or offset there
 * @param code why it was refused
 * @param detail the value and the bound, as {@code key=value}; at most 1,024 characters
 * @param symbol its symbol, empty if it could not be read; at most 1,024 characters
 * @param time its event time, milliseconds since the epoch, 0 if it could not be read
 * @param raw the record: what was read of it, or as it arrived if it could not be read; at most
 *     16,384 characters
 */
public record Rejection(
    String source,
    long ordinal,
    RejectCode code,
    String detail,
    String symbol,
    long time,
    String raw) {

  private static final int DETAIL_LIMIT = 1 << 10;
  private static final int RAW_LIMIT = 1 << 14;

  /** The order of rejects wherever they are listed: (source, ordinal). */
  public static final Comparator<Rejection> ORDER =
      Comparator.comparing(Rejection::source).thenComparingLong(Rejection::ordinal);

  /**
   * Cuts what is too long for a message, with its whole length said at the end: {@code …(912345
   * characters)}. A reject must never be what cannot be written.
   */
  public Rejection {
    detail = cut(detail, DETAIL_LIMIT);
    symbol = cut(symbol, DETAIL_LIMIT);
    raw = cut(raw, RAW_LIMIT);
  }

  /** Not longer than {@code limit} with what is said at the end: to cut again changes nothing. */
  private static String cut(String text, int limit) {
    if (text == null || text.length() <= limit) {
      return text;
    }
    String said = "…(" + text.length() + " characters)";
    int end = limit - said.length();
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + said;
  }
}
