package io.minhos.domain.market;

import java.util.Arrays;

/**
 * The recent returns of one symbol, against which a price is judged to be a jump. A fold: each
 * price makes the next history.
 *
 * <p>Scale: 1.4826 × median |r|, the median absolute deviation about zero, consistent for the
 * normal distribution (Rousseeuw and Croux 1993). A level that keeps coming back after a jump is
 * real: after {@code confirmations} refusals in a row the history starts afresh there.
 *
 * @param lastPrice the last price that was taken, NaN before the first
 * @param returns absolute relative changes, a ring
 * @param count how many changes were seen
 * @param refused how many prices in a row were refused
 */
public record PriceHistory(double lastPrice, double[] returns, long count, int refused) {

  private static final double MAD_TO_SIGMA = 1.4826;

  public static PriceHistory empty() {
    return new PriceHistory(Double.NaN, new double[0], 0, 0);
  }

  /** Relative change from the last price to {@code price}, 0 before the first, always finite. */
  public double change(double price) {
    if (Double.isNaN(lastPrice)) {
      return 0;
    }
    double change = Math.abs(price - lastPrice) / Math.max(Math.abs(lastPrice), Double.MIN_NORMAL);
    return Math.min(change, Double.MAX_VALUE);
  }

  /** True if {@code price} is too far away to be believed yet. */
  public boolean isJump(double price, JumpConfig config) {
    double change = change(price);
    return change > config.minimumFraction()
        && count >= config.window()
        && change > config.deviations() * sigma()
        && refused < config.confirmations();
  }

  /** The history after a price that was taken. */
  public PriceHistory plus(double price, JumpConfig config) {
    if (Double.isNaN(lastPrice) || refused >= config.confirmations()) {
      return new PriceHistory(price, new double[config.window()], 0, 0);
    }
    double[] next = returns.clone();
    next[(int) (count % next.length)] = change(price);
    return new PriceHistory(price, next, count + 1, 0);
  }

  /** The history after a price that was refused. */
  public PriceHistory plusRefused() {
    return new PriceHistory(lastPrice, returns, count, refused + 1);
  }

  private double sigma() {
    double[] sorted = returns.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    return MAD_TO_SIGMA * median;
  }
}
