package io.minhos.trading.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How a report writes figures. Times are UTC; what is not a number is {@value #NONE}. */
final class Figures {

  static final String NONE = "n/a";

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Figures() {}

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** To the hundredth. */
  static String money(double value) {
    return format("%,.2f", value);
  }

  /** To the hundredth, a gain with its sign too. */
  static String change(double value) {
    return format("%+,.2f", value);
  }

  /** {@code 0.034} as {@code 3.40 %}. */
  static String percent(double fraction) {
    return suffixed(format("%,.2f", 100 * fraction), " %");
  }

  /** {@code 0.034} as {@code +3.40 %}. */
  static String percentChange(double fraction) {
    return suffixed(format("%+,.2f", 100 * fraction), " %");
  }

  static String ratio(double value) {
    return format("%,.2f", value);
  }

  static String minute(long time) {
    return MINUTE.format(Instant.ofEpochMilli(time));
  }

  /** {@code value} by {@code format}; what rounds to zero has no sign. */
  static String format(String format, double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    String text = String.format(Locale.ROOT, format, value);
    boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
    return zero && (text.startsWith("-") || text.startsWith("+")) ? text.substring(1) : text;
  }

  private static String suffixed(String text, String unit) {
    return text.equals(NONE) ? text : text + unit;
  }
}
