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
 * @param millis milliseconds, at least 0
 */
public record Span(long millis) implements Serializable {

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
      throw new IllegalArgumentException("must be a number with ms, s, m, h or d: " + text);
    }
    long unit =
        switch (matcher.group(2)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          default -> 86_400_000L;
        };
    return new Span(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
  }

  @JsonValue
  @Override
  public String toString() {
    return millis + "ms";
  }
}
