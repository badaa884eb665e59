package io.minhos.trading.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as configuration writes it: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 1h},
 * {@code 7d}.
 *
 * @param millis milliseconds, from 0 to a hundred years
 */
public record Span(long millis) implements Serializable {

  /** What configuration must write. */
  static final String BOUND = "a number with ms, s, m, h or d, at most 36500d";

  private static final long DAY = 86_400_000L;
  private static final long MAX = 36_500 * DAY;

  private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

  /**
   * Reads a span.
   *
   * @throws IllegalArgumentException if {@code text} is none
   */
  @JsonCreator
  public static Span parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be " + BOUND + ": " + text);
    }
    long unit =
        switch (matcher.group(2)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          default -> DAY;
        };
    long number = Long.parseLong(matcher.group(1));
    // Divided, for the product may be beyond a long.
    if (number > MAX / unit) {
      throw new IllegalArgumentException("must be " + BOUND + ": " + text);
    }
    return new Span(number * unit);
  }

  @JsonValue
  @Override
  public String toString() {
    return millis + "ms";
  }
}
