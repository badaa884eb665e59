package io.minhos.domain.safeguards;

import java.util.Arrays;

/**
 * The capital of gamblers who bet a fixed fraction each, λ_k x, and share a capital of 1: what they
 * were given so far, w at each start, and what is left of it.
 *
 * <pre>
 * W = reserve + mean over k of Σ over starts s of w_s Π over x since s of (1 + λ_k x)
 * </pre>
 *
 * Where no x is expected to be above 0 given those before it, this is a nonnegative supermartingale
 * from 1, whenever the starts are. By Ville's inequality (1939) it ever reaches c with a
 * probability of at most 1/c: it may be looked at after each x and acted upon at once (Waudby-Smith
 * and Ramdas 2024, Estimating means of bounded random variables by betting). Capitals are kept as
 * logarithms, which neither overflow nor vanish.
 *
 * @param logs of the capital by λ_k, −∞ before the first start
 * @param reserve what has not been given to anyone yet
 */
public record CapitalProcess(double[] logs, double reserve) {

  /** Before the first start. */
  public static CapitalProcess initial(int bets) {
    double[] logs = new double[bets];
    Arrays.fill(logs, Double.NEGATIVE_INFINITY);
    return new CapitalProcess(logs, 1);
  }

  /** After that part of the capital, at most the reserve, was given to the gamblers. */
  public CapitalProcess started(double part) {
    if (!(part > 0)) {
      return this;
    }
    double added = StrictMath.log(part);
    double[] next = new double[logs.length];
    for (int k = 0; k < next.length; k++) {
      double larger = Math.max(logs[k], added);
      next[k] = larger + StrictMath.log1p(StrictMath.exp(Math.min(logs[k], added) - larger));
    }
    return new CapitalProcess(next, Math.max(0, reserve - part));
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
    return new CapitalProcess(next, reserve);
  }

  /** W, {@link Double#MAX_VALUE} where it is beyond. */
  public double value() {
    double sum = 0;
    for (double log : logs) {
      sum += StrictMath.exp(log);
    }
    return Math.min(Double.MAX_VALUE, reserve + sum / logs.length);
  }
}
