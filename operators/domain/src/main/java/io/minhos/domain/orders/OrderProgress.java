package io.minhos.domain.orders;

import java.math.BigDecimal;

/**
 * How far a working order has come. A stop that has one was triggered.
 *
 * @param clOrdId the order
 * @param cumQty filled so far
 * @param avgPx average price of what is filled, 0 if nothing is
 */
public record OrderProgress(String clOrdId, double cumQty, double avgPx) {

  /** An order of which nothing is filled. */
  public static OrderProgress none(String clOrdId) {
    return new OrderProgress(clOrdId, 0, 0);
  }

  /** After one more fill. Quantities add up in decimals, as a venue counts. */
  public OrderProgress plus(double quantity, double price) {
    if (cumQty == 0) {
      return new OrderProgress(clOrdId, quantity, price);
    }
    double cum = BigDecimal.valueOf(cumQty).add(BigDecimal.valueOf(quantity)).doubleValue();
    return new OrderProgress(clOrdId, cum, (cumQty * avgPx + quantity * price) / cum);
  }

  /** What is not filled of {@code quantity}, at least 0. */
  public double leavesOf(double quantity) {
    double leaves = BigDecimal.valueOf(quantity).subtract(BigDecimal.valueOf(cumQty)).doubleValue();
    return Math.max(0, leaves);
  }
}
