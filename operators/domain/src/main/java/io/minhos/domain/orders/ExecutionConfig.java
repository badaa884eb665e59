package io.minhos.domain.orders;

import java.io.Serializable;

/**
 * What trading costs.
 *
 * @param commissionBps commission in basis points of notional, in [0, 1000]
 * @param slippageBps how much worse than the market a market or stop order fills, in basis points
 *     of the price, in [0, 1000]
 */
public record ExecutionConfig(double commissionBps, double slippageBps) implements Serializable {

  private static final double BPS = 1e-4;

  public ExecutionConfig {
    check("commissionBps", commissionBps);
    check("slippageBps", slippageBps);
  }

  /** 1 bp of commission, 1 bp of slippage. */
  public static ExecutionConfig defaults() {
    return new ExecutionConfig(1, 1);
  }

  /** {@code price} worsened for {@code side}: p ± |p| · slippage, right for negative prices too. */
  public double slipped(double price, Side side) {
    return price + side.sign() * Math.abs(price) * slippageBps * BPS;
  }

  /** |quantity · price| · commission. */
  public double commission(double quantity, double price) {
    return Math.abs(quantity * price) * commissionBps * BPS;
  }

  private static void check(String key, double bps) {
    if (!(bps >= 0 && bps <= 1000)) {
      throw new IllegalArgumentException("execution." + key + " must be in [0, 1000]: " + bps);
    }
  }
}
