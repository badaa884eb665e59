package io.minhos.domain.risk;

/**
 * One reason for which a position is smaller than the Kelly criterion alone would have it.
 *
 * @param name which, such as {@code volatility}
 * @param value what the size is multiplied with, in [0, 1]
 * @param detail what it follows from, {@code key=value}
 */
public record RiskFactor(String name, double value, String detail) {

  /** min(1, limit / got), and 1 where {@code got} is not above 0 or no number. */
  static RiskFactor ratio(String name, double limit, double got) {
    return new RiskFactor(name, got > limit ? limit / got : 1, "limit=" + limit + " got=" + got);
  }
}
