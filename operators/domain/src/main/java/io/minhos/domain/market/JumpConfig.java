package io.minhos.domain.market;

import java.io.Serializable;

/**
 * When a price is too far from the one before.
 *
 * @param deviations N, in robust standard deviations (1.4826 × median absolute return), &gt; 0
 * @param minimumFraction relative change below which nothing is a jump, &gt; 0
 * @param window how many returns the deviation is taken from, in [5, 10000]; they are kept by
 *     symbol and sorted at each price
 * @param confirmations how many refused in a row at one level make it the true one, at least 1
 */
public record JumpConfig(double deviations, double minimumFraction, int window, int confirmations)
    implements Serializable {

  public JumpConfig {
    if (!(deviations > 0)) {
      throw new IllegalArgumentException("deviations must be > 0: " + deviations);
    }
    if (!(minimumFraction > 0)) {
      throw new IllegalArgumentException("minimumFraction must be > 0: " + minimumFraction);
    }
    if (window < 5 || window > 10_000) {
      throw new IllegalArgumentException("window must be in [5, 10000]: " + window);
    }
    if (confirmations < 1) {
      throw new IllegalArgumentException("confirmations must be >= 1: " + confirmations);
    }
  }
}
