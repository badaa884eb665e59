package io.minhos.domain.market;

import java.util.Arrays;

/**
 * The recent returns of one symbol, against which a price is judged to be a jump. A fold: each
 * price makes the next history.
 *
 * <p>Scale: 1.4826 × median |r|, the median absolute deviation about zero, consistent for the
 * normal distribution (Rousseeuw and Croux 1993). A level that keeps coming back after a jump is
 * real: after {@code confirmations} refusals in a row, none of which is a jump away from the one
 * before, the history starts afresh there. Strays here and there confirm nothing.
 *
 * @param lastPrice the last price that was taken, NaN before the first
 * @param returns absolute relative changes, a ring
 * @param count how many changes were seen
 * @param refused how many prices in a row were refused at one level
 * @param refusedPrice the last that was refused, of no account where {@code refused} is 0
 */
public record PriceHistory(
    double lastPrice, double[] returns, long count, int refused, double refusedPrice) {

  private static final double MAD_TO_SIGMA = 1.4826;

  public static PriceHistory empty() {
    return new PriceHistory(Double.NaN, new double[0], 0, 0, 0);
  }

  /** Relative change from the last price to {@code price}, 0 before the first, always finite. */
  public double change(double price) {
    if (Double.isNaN(lastPrice)) {
      return 0;
    }
    return change(lastPrice, price);
  }

  /** True if {@code price} is too far away to be believed yet. */
  public boolean isJump(double price, JumpConfig config) {
    return isFar(lastPrice, price, config) && !isConfirmed(price, config);
  }

  /** True if {@code price} goes on where enough were refused. */
  private boolean isConfirmed(double price, JumpConfig config) {
    return refused >= config.confirmations() && !isFar(refusedPrice, price, config);
  }

  private boolean isFar(double from, double price, JumpConfig config) {
    if (count < config.window()) {
      return false;
    }
    double change = change(from, price);
    return change > config.minimumFraction() && change > config.deviations() * sigma();
  }

  private static double change(double from, double to) {
    double change = Math.abs(to - from) / Math.max(Math.abs(from), Double.MIN_NORMAL);
    return Math.min(change, Double.MAX_VALUE);
  }

  /** The history after a price that was taken. */
  public PriceHistory plus(double price, JumpConfig config) {
    if (Double.isNaN(lastPrice)
        || (isConfirmed(price, config) && isFar(lastPrice, price, config))) {
      return new PriceHistory(price, new double[config.window()], 0, 0, 0);
    }
    double[] next = returns.clone();
    next[(int) (count % next.length)] = change(price);
    return new PriceHistory(price, next, count + 1, 0, 0);
  }

  /** The history after a price that was refused. A level of its own counts from one. */
  public PriceHistory plusRefused(double price, JumpConfig config) {
    boolean same = refused > 0 && !isFar(refusedPrice, price, config);
    return new PriceHistory(lastPrice, returns, count, same ? refused + 1 : 1, price);
  }

  private double sigma() {
    double[] sorted = returns.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    return MAD_TO_SIGMA * median;
  }
}
