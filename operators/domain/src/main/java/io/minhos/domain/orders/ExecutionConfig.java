package io.minhos.domain.orders;

import java.io.Serializable;

/**
 * What trading costs, and how much the simulated venue lets an order have.
 *
 * @param commissionBps commission in basis points of notional, in [0, 1000]
 * @param slippageBps how much worse than the market a market or stop order fills, in basis points
 *     of the price, in [0, 1000]
 * @param participation largest share of a bar's volume that an order may take, in [0, 1]; 0: no
 *     limit, as where volumes are counts of ticks and no quantities
 * @param orderBars how many bars' time an entry or exit works at most, at least 1
 * @param minNotional quantity · price below which an entry is rejected, in quote currency, at least
 *     0
 */
public record ExecutionConfig(
    double commissionBps,
    double slippageBps,
    double participation,
    int orderBars,
    double minNotional)
    implements Serializable {

  private static final double BPS = 1e-4;

  public ExecutionConfig {
    checkBps("commissionBps", commissionBps);
    checkBps("slippageBps", slippageBps);
    if (!(participation >= 0 && participation <= 1)) {
      throw new IllegalArgumentException(
          "execution.participation must be in [0, 1]: " + participation);
    }
    if (orderBars < 1) {
      throw new IllegalArgumentException("execution.orderBars must be >= 1: " + orderBars);
    }
    if (!(minNotional >= 0) || Double.isInfinite(minNotional)) {
      throw new IllegalArgumentException("execution.minNotional must be >= 0: " + minNotional);
    }
  }

  /** Costs at a venue that fills every order as a whole at its next bar. */
  public ExecutionConfig(double commissionBps, double slippageBps) {
    this(commissionBps, slippageBps, 0, 1, 0);
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

  /** What entry and exit cost together, as a part of the price: 2 · (commission + slippage). */
  public double roundTripCosts() {
    return 2 * (commissionBps + slippageBps) * BPS;
  }

  private static void checkBps(String key, double bps) {
    if (!(bps >= 0 && bps <= 1000)) {
      throw new IllegalArgumentException("execution." + key + " must be in [0, 1000]: " + bps);
    }
  }
}
