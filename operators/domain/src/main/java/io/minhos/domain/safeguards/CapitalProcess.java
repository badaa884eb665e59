package io.minhos.domain.safeguards;

/**
 * The capital of gamblers who bet a fixed fraction each: mean over k of W_k, W_k = Π (1 + λ_k x).
 * Where no x is expected to be above 0 given those before it, each W_k is a nonnegative
 * supermartingale and so is their mean. By Ville's inequality (1939) it ever reaches c with a
 * probability of at most 1/c: it may be looked at after each x and acted upon at once (Waudby-Smith
 * and Ramdas 2024, Estimating means of bounded random variables by betting). Products are kept as
 * sums of logarithms, which neither overflow nor vanish.
 *
 * @param logs ln W_k, by λ_k
 */
public record CapitalProcess(double[] logs) {

  /** Capitals of 1, before the first bet. */
  public static CapitalProcess initial(int bets) {
    return new CapitalProcess(new double[bets]);
  }

  /**
   * After {@code x}.
   *
   * @param bets λ_k, with 1 + λ_k x &gt; 0
   */
  public CapitalProcess plus(double[] bets, double x) {
    double[] next = new double[logs.length];
    for (int k = 0; k < next.length; k++) {
      next[k] = logs[k] + StrictMath.log1p(bets[k] * x);
    }
    return new CapitalProcess(next);
  }

  /** Mean of W_k, {@link Double#MAX_VALUE} where it is beyond. */
  public double value() {
    double sum = 0;
    for (double log : logs) {
      sum += StrictMath.exp(log);
    }
    return Math.min(Double.MAX_VALUE, sum / logs.length);
  }
}
