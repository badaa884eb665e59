package io.minhos.state;

import io.minhos.domain.risk.PositionSnapshot;

/**
 * A {@link PositionSnapshot} at the price that its portfolio decided at last.
 *
 * @param lastPrice close of the last bar that was decided on, NaN before the first
 * @param value quantity · lastPrice
 * @param unrealisedPnl quantity · (lastPrice − avgPrice)
 */
public record ValuedPosition(
    String portfolio,
    String symbol,
    long time,
    double quantity,
    double avgPrice,
    long entryTime,
    String entryClOrdId,
    double realisedPnl,
    double commission,
    long executions,
    double lastPrice,
    double value,
    double unrealisedPnl) {

  /** The position without its value. */
  public PositionSnapshot snapshot() {
    return new PositionSnapshot(
        portfolio,
        symbol,
        time,
        quantity,
        avgPrice,
        entryTime,
        entryClOrdId,
        realisedPnl,
        commission,
        executions);
  }
}
