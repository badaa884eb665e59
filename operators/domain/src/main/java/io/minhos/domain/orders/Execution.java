package io.minhos.domain.orders;

/**
 * What a venue reports of an order, named as in FIX.
 *
 * @param execId the venue's id of this report, unique
 * @param clOrdId the order
 * @param portfolio whose order
 * @param symbol instrument
 * @param side the order's side
 * @param execType what is reported
 * @param ordStatus what has become of the order
 * @param lastQty quantity of this fill, 0 unless TRADE
 * @param lastPx price of this fill, 0 unless TRADE
 * @param cumQty filled so far
 * @param leavesQty still working
 * @param avgPx average price of what is filled, 0 if nothing is
 * @param commission paid for this fill, in quote currency
 * @param transactTime event time
 */
public record Execution(
    String execId,
    String clOrdId,
    String portfolio,
    String symbol,
    Side side,
    ExecType execType,
    OrdStatus ordStatus,
    double lastQty,
    double lastPx,
    double cumQty,
    double leavesQty,
    double avgPx,
    double commission,
    long transactTime) {

  /** {@code order} filled as a whole. */
  static Execution fill(Order order, double price, double commission, long time) {
    return new Execution(
        order.clOrdId() + ".F",
        order.clOrdId(),
        order.portfolio(),
        order.symbol(),
        order.side(),
        ExecType.TRADE,
        OrdStatus.FILLED,
        order.orderQty(),
        price,
        order.orderQty(),
        0,
        price,
        commission,
        time);
  }

  /** {@code order} cancelled, nothing of it filled. */
  static Execution cancel(Order order, long time) {
    return new Execution(
        order.clOrdId() + ".C",
        order.clOrdId(),
        order.portfolio(),
        order.symbol(),
        order.side(),
        ExecType.CANCELED,
        OrdStatus.CANCELED,
        0,
        0,
        0,
        0,
        0,
        0,
        time);
  }

  /** What was bought less what was sold, 0 unless TRADE. */
  public double signedQty() {
    return execType == ExecType.TRADE ? side.sign() * lastQty : 0;
  }
}
