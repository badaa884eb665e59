package io.minhos.domain.risk;

/**
 * A position, or what is to become one, as {@link PortfolioHeat} sees it.
 *
 * @param symbol instrument
 * @param weight signed notional over equity, finite
 * @param volatility of the symbol's return a bar, used as long as its returns do not tell; at least
 *     0, or NaN if nobody knows
 */
public record Exposure(String symbol, double weight, double volatility) {

  public Exposure {
    if (!Double.isFinite(weight)) {
      throw new IllegalArgumentException("weight must be finite: " + weight);
    }
    if (volatility < 0) {
      throw new IllegalArgumentException("volatility must be >= 0: " + volatility);
    }
  }
}
