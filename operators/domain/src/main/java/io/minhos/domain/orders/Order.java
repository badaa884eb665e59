package io.minhos.domain.orders;

/**
 * An order, named as in FIX, with the link to the evidence that led to it.
 *
 * @param clOrdId {@link EventId#ofOrder}: at most 36 characters, the same in every replay
 * @param origClOrdId the entry that opened the position that this order closes; of a CANCEL the
 *     order that it is about; empty for an entry
 * @param portfolio who orders
 * @param symbol instrument
 * @param side BUY or SELL
 * @param orderQty quantity, &gt; 0: of an entry a multiple of the lot, of an exit what is held; 0
 *     of a CANCEL, so that a venue that does not know them trades nothing
 * @param ordType MARKET, STOP or LIMIT; of a CANCEL that of its order
 * @param price limit, a multiple of the tick; NaN unless LIMIT
 * @param stopPx trigger, a multiple of the tick; NaN unless STOP
 * @param timeInForce how long it works
 * @param transactTime event time of the decision
 * @param purpose what it is for
 * @param decisionId the decision that made it; of a CANCEL that no decision made that of its order
 */
public record Order(
    String clOrdId,
    String origClOrdId,
    String portfolio,
    String symbol,
    Side side,
    double orderQty,
    OrdType ordType,
    double price,
    double stopPx,
    TimeInForce timeInForce,
    long transactTime,
    Purpose purpose,
    String decisionId) {

  /** An order at the market. */
  public static Order market(
      String portfolio,
      String symbol,
      Side side,
      double orderQty,
      long time,
      Purpose purpose,
      String origClOrdId,
      String decisionId) {
    return new Order(
        EventId.ofOrder(portfolio, symbol, time, purpose, 0),
        origClOrdId,
        portfolio,
        symbol,
        side,
        orderQty,
        OrdType.MARKET,
        Double.NaN,
        Double.NaN,
        TimeInForce.DAY,
        time,
        purpose,
        decisionId);
  }

  /** The stop that protects the position which this entry opens. */
  public Order stopAt(double stopPx) {
    return protect(Purpose.STOP, OrdType.STOP, Double.NaN, stopPx);
  }

  /** The target of the position which this entry opens. */
  public Order targetAt(double price) {
    return protect(Purpose.TARGET, OrdType.LIMIT, price, Double.NaN);
  }

  /**
   * The request to cancel this order, and of an entry its stop and target too where nothing is
   * filled: what FIX calls an OrderCancelRequest.
   *
   * @param time event time of the request
   * @param decisionId what led to it
   */
  public Order cancel(long time, String decisionId) {
    return new Order(
        EventId.ofCancel(this, time),
        clOrdId,
        portfolio,
        symbol,
        side,
        0,
        ordType,
        price,
        stopPx,
        timeInForce,
        time,
        Purpose.CANCEL,
        decisionId);
  }

  private Order protect(Purpose protection, OrdType type, double limit, double trigger) {
    return new Order(
        EventId.ofOrder(portfolio, symbol, transactTime, protection, 0),
        clOrdId,
        portfolio,
        symbol,
        side.opposite(),
        orderQty,
        type,
        limit,
        trigger,
        TimeInForce.GTC,
        transactTime,
        protection,
        decisionId);
  }
}
