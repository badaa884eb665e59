package io.minhos.domain.orders;

/**
 * What a venue reports of an order, named as in FIX.
 *
 * @param execId the venue's id of this report, unique
 * @param clOrdId the order; of a restatement, which is of none, its execId
 * @param portfolio whose order
 * @param symbol instrument; empty of a restatement of cash
 * @param side the order's side
 * @param execType what is reported
 * @param ordStatus what has become of the order
 * @param lastQty quantity of this fill or restatement, 0 of all else
 * @param lastPx price of this fill or restatement, 0 of all else
 * @param cumQty filled so far
 * @param leavesQty still working
 * @param avgPx average price of what is filled, 0 if nothing is
 * @param commission paid for this fill, in quote currency; of a restatement of cash what is missing
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
    OrderProgress filled = OrderProgress.none(order.clOrdId()).plus(order.orderQty(), price);
    return fill(order, filled, order.orderQty(), price, 0, commission, time);
  }

  /**
   * A fill of {@code order}, at most one at a time.
   *
   * @param progress of the order, this fill included
   * @param leaves what works on; 0: this fill is the last
   */
  static Execution fill(
      Order order,
      OrderProgress progress,
      double quantity,
      double price,
      double leaves,
      double commission,
      long time) {
    return new Execution(
        order.clOrdId() + (leaves > 0 ? ".P" + time : ".F"),
        order.clOrdId(),
        order.portfolio(),
        order.symbol(),
        order.side(),
        ExecType.TRADE,
        leaves > 0 ? OrdStatus.PARTIALLY_FILLED : OrdStatus.FILLED,
        quantity,
        price,
        progress.cumQty(),
        leaves,
        progress.avgPx(),
        commission,
        time);
  }

  /** {@code order} cancelled. */
  static Execution cancel(Order order, OrderProgress progress, long time) {
    return untraded(order, ".C", ExecType.CANCELED, OrdStatus.CANCELED, progress, 0, time);
  }

  /** {@code order} refused by the venue. */
  static Execution reject(Order order, long time) {
    OrderProgress none = OrderProgress.none(order.clOrdId());
    return untraded(order, ".R", ExecType.REJECTED, OrdStatus.REJECTED, none, 0, time);
  }

  /** {@code order} works no more, its time being up. */
  static Execution expire(Order order, OrderProgress progress, long time) {
    return untraded(order, ".E", ExecType.EXPIRED, OrdStatus.EXPIRED, progress, 0, time);
  }

  /** The stop {@code order} touched, but nothing of it filled yet. */
  static Execution trigger(Order order, double leaves, long time) {
    OrderProgress none = OrderProgress.none(order.clOrdId());
    return untraded(order, ".T", ExecType.TRIGGERED, OrdStatus.NEW, none, leaves, time);
  }

  /**
   * What makes the books agree with a {@link PositionReport}: a position's difference at {@code
   * price}, or with {@code symbol} empty a difference of cash, which is booked as commission.
   *
   * @param difference what is to be added to the position, negative to take away
   * @param commission what is to be taken from cash
   */
  public static Execution restatement(
      String portfolio,
      String symbol,
      double difference,
      double price,
      double commission,
      long time) {
    String id = EventId.ofRestatement(portfolio, symbol, time);
    double quantity = Math.abs(difference);
    return new Execution(
        id,
        id,
        portfolio,
        symbol,
        difference < 0 ? Side.SELL : Side.BUY,
        ExecType.RESTATED,
        OrdStatus.FILLED,
        quantity,
        price,
        quantity,
        0,
        price,
        commission,
        time);
  }

  private static Execution untraded(
      Order order,
      String suffix,
      ExecType type,
      OrdStatus status,
      OrderProgress progress,
      double leaves,
      long time) {
    return new Execution(
        order.clOrdId() + suffix,
        order.clOrdId(),
        order.portfolio(),
        order.symbol(),
        order.side(),
        type,
        status,
        0,
        0,
        progress.cumQty(),
        leaves,
        progress.avgPx(),
        0,
        time);
  }

  /** True if it moves what is held and cash. */
  public boolean isBooked() {
    return execType == ExecType.TRADE || execType == ExecType.RESTATED;
  }

  /** What was bought less what was sold, 0 unless it is booked. */
  public double signedQty() {
    return isBooked() ? side.sign() * lastQty : 0;
  }
}
