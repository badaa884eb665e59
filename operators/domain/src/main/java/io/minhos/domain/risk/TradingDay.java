package io.minhos.domain.risk;

/**
 * How a portfolio stands within a day, UTC.
 *
 * @param day days since the epoch, of the last valuation
 * @param openEquity equity at the last valuation of the days before
 * @param lastEquity equity at the last valuation
 */
public record TradingDay(long day, double openEquity, double lastEquity) {

  private static final long DAY = 86_400_000;

  /** Before the first valuation. */
  public static TradingDay before(double equity) {
    return new TradingDay(Long.MIN_VALUE, equity, equity);
  }

  /** After a valuation at event time {@code time}. */
  public TradingDay valued(long time, double equity) {
    long now = Math.floorDiv(time, DAY);
    return new TradingDay(now, now > day ? lastEquity : openEquity, equity);
  }

  /** Part of the day's first equity that is lost, negative of what is gained. */
  public double loss() {
    return 1 - lastEquity / openEquity;
  }
}
