package io.minhos.domain.risk;

import io.minhos.domain.orders.Execution;
import java.util.List;

/**
 * What a portfolio holds of one symbol and what that brought so far: a fold over the executions
 * that it booked, by the rule of the portfolio's own books ({@link Holding#after}).
 *
 * @param portfolio whose
 * @param symbol instrument
 * @param time event time of the latest execution, 0 before the first
 * @param quantity held; negative if sold short
 * @param avgPrice average price of what is held, 0 if nothing is
 * @param entryTime when the position was opened, 0 if there is none
 * @param entryClOrdId the order that opened it, empty if there is none
 * @param realisedPnl of all that was closed in the symbol, before commission
 * @param commission paid in the symbol
 * @param executions booked so far
 */
public record PositionSnapshot(
    String portfolio,
    String symbol,
    long time,
    double quantity,
    double avgPrice,
    long entryTime,
    String entryClOrdId,
    double realisedPnl,
    double commission,
    long executions) {

  /** Nothing was ever held. */
  public static PositionSnapshot none(String portfolio, String symbol) {
    return new PositionSnapshot(portfolio, symbol, 0, 0, 0, 0, "", 0, 0, 0);
  }

  /** The position after {@code execution}, which is booked. */
  public PositionSnapshot after(Execution execution) {
    Holding before =
        new Holding(
            symbol,
            quantity,
            avgPrice,
            avgPrice,
            entryTime,
            0,
            entryClOrdId,
            0,
            List.of(),
            false,
            List.of());
    Holding next = before.after(execution);
    return new PositionSnapshot(
        portfolio,
        symbol,
        // A venue may tell of a fill late.
        Math.max(time, execution.transactTime()),
        next.quantity(),
        next.avgPrice(),
        next.entryTime(),
        next.entryClOrdId(),
        realisedPnl + before.realisedBy(execution),
        commission + execution.commission(),
        executions + 1);
  }
}
