package io.minhos.domain.risk;

import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.OrderProgress;
import io.minhos.domain.orders.Purpose;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A portfolio's stake in one symbol: position and working orders. A fold over orders sent,
 * executions and closes.
 *
 * @param symbol instrument
 * @param quantity held; negative if sold short, 0 while an entry works
 * @param avgPrice average price of what is held
 * @param lastPrice the last close since there is a stake, or what it began with before one
 * @param entryTime when the position was opened, 0 if there is none
 * @param barsHeld closes since then
 * @param entryClOrdId the order that opened it, empty if there is none
 * @param realisedPnl realised since it was opened, before commission
 * @param working orders that work at the venue: entry or exit first, then stop and target
 * @param cancelAsked whether the venue was asked to cancel the entry or exit that works
 * @param progress how far those of them have come that are filled in part or triggered; null of a
 *     state from before there were parts: none
 */
public record Holding(
    String symbol,
    double quantity,
    double avgPrice,
    double lastPrice,
    long entryTime,
    int barsHeld,
    String entryClOrdId,
    double realisedPnl,
    List<Order> working,
    boolean cancelAsked,
    List<OrderProgress> progress) {

  /** What floating point leaves of a quantity that was all sold, relative to what was sold. */
  private static final double NOTHING = 1e-12;

  public Holding {
    cancelAsked = cancelAsked && atMarket(working) != null;
    progress = progress == null ? List.of() : progress;
  }

  static Holding none(String symbol, double lastPrice) {
    return new Holding(symbol, 0, 0, lastPrice, 0, 0, "", 0, List.of(), false, List.of());
  }

  /** True if something is held. */
  public boolean isOpen() {
    return quantity != 0;
  }

  /** quantity · (lastPrice − avgPrice). */
  public double unrealisedPnl() {
    return quantity * (lastPrice - avgPrice);
  }

  /** True if there is no reason to remember it. */
  boolean isVoid() {
    return quantity == 0 && working.isEmpty();
  }

  /** The working entry or exit, null if none works. */
  Order workingAtMarket() {
    return atMarket(working);
  }

  private static Order atMarket(List<Order> working) {
    return working.isEmpty() || working.get(0).purpose().isProtective() ? null : working.get(0);
  }

  /** The working entry, null if none works. */
  Order workingEntry() {
    Order order = workingAtMarket();
    return order != null && order.purpose() == Purpose.ENTRY ? order : null;
  }

  /** True if the order {@code clOrdId} works. */
  boolean works(String clOrdId) {
    return working.stream().anyMatch(o -> o.clOrdId().equals(clOrdId));
  }

  /** What the venue has still to fill of {@code order}, which works. */
  double leaves(Order order) {
    return progressOf(order.clOrdId()).leavesOf(order.orderQty());
  }

  private OrderProgress progressOf(String clOrdId) {
    for (OrderProgress known : progress) {
      if (known.clOrdId().equals(clOrdId)) {
        return known;
      }
    }
    return OrderProgress.none(clOrdId);
  }

  /** The holding after a close. */
  Holding marked(double close) {
    return new Holding(
        symbol,
        quantity,
        avgPrice,
        close,
        entryTime,
        isOpen() ? barsHeld + 1 : 0,
        entryClOrdId,
        realisedPnl,
        working,
        cancelAsked,
        progress);
  }

  /** The holding after {@code orders} were sent: they precede what works already. */
  Holding sent(List<Order> orders) {
    List<Order> all = new ArrayList<>(orders.size() + working.size());
    all.addAll(orders);
    all.addAll(working);
    return withWorking(all);
  }

  /** The holding once {@code order} is waited for no more. */
  Holding lapsed(Order order) {
    return withWorking(workingWithout(order.clOrdId(), quantity));
  }

  /** The holding once the venue was asked to cancel the entry or exit that works. */
  Holding askedToCancel() {
    return withWorking(working, true);
  }

  /** What {@code execution} realises before commission: closed quantity · (price − avgPrice). */
  double realisedBy(Execution execution) {
    double traded = execution.signedQty();
    if (quantity * traded >= 0) {
      return 0;
    }
    double closed = Math.min(Math.abs(quantity), Math.abs(traded));
    return Math.signum(quantity) * closed * (execution.lastPx() - avgPrice);
  }

  /**
   * The holding after {@code execution}. More of the same averages the price; less of it keeps the
   * price; beyond zero the rest is a new position at the execution's price.
   */
  Holding after(Execution execution) {
    double traded = execution.signedQty();
    double next = sum(quantity, traded);
    if (Math.abs(next) <= NOTHING * Math.abs(traded)) {
      next = 0;
    }
    String done = execution.ordStatus().isTerminal() ? execution.clOrdId() : null;
    List<Order> left = workingWithout(done, next);
    List<OrderProgress> come = progressAfter(execution, left);
    if (next == 0) {
      return new Holding(symbol, 0, 0, lastPrice, 0, 0, "", 0, left, cancelAsked, come);
    }
    if (quantity * next <= 0) {
      return new Holding(
          symbol,
          next,
          execution.lastPx(),
          lastPrice,
          execution.transactTime(),
          0,
          execution.clOrdId(),
          0,
          left,
          cancelAsked,
          come);
    }
    double avg =
        quantity * traded > 0
            ? (quantity * avgPrice + traded * execution.lastPx()) / next
            : avgPrice;
    return new Holding(
        symbol,
        next,
        avg,
        lastPrice,
        entryTime,
        barsHeld,
        entryClOrdId,
        realisedPnl + realisedBy(execution),
        left,
        cancelAsked,
        come);
  }

  /** How far the orders in {@code left} have come with {@code execution}. */
  private List<OrderProgress> progressAfter(Execution execution, List<Order> left) {
    boolean filled = execution.execType() == ExecType.TRADE;
    if (!filled && execution.execType() != ExecType.TRIGGERED) {
      return progressOf(left);
    }
    List<OrderProgress> others = new ArrayList<>(progress);
    others.removeIf(p -> p.clOrdId().equals(execution.clOrdId()));
    OrderProgress before = progressOf(execution.clOrdId());
    others.add(filled ? before.plus(execution.lastQty(), execution.lastPx()) : before);
    return progressOf(others, left);
  }

  private List<OrderProgress> progressOf(List<Order> orders) {
    return progressOf(progress, orders);
  }

  private static List<OrderProgress> progressOf(List<OrderProgress> all, List<Order> orders) {
    return all.isEmpty()
        ? all
        : all.stream()
            .filter(p -> orders.stream().anyMatch(o -> o.clOrdId().equals(p.clOrdId())))
            .toList();
  }

  /**
   * The sum in decimals, as a venue counts: of 4,950.123 less 4,950.122 a double leaves 2e-13 too
   * much, and a position that no order of a whole lot could close.
   */
  static double sum(double quantity, double traded) {
    return BigDecimal.valueOf(quantity).add(BigDecimal.valueOf(traded)).doubleValue();
  }

  /**
   * What works without the order {@code done}, null for none. Stop and target of a position that is
   * neither there nor on its way work no more, whether their cancellation was reported or is still
   * to come.
   */
  private List<Order> workingWithout(String done, double nextQuantity) {
    List<Order> left = new ArrayList<>(working.size());
    boolean entering = false;
    for (Order order : working) {
      if (!order.clOrdId().equals(done)) {
        left.add(order);
        entering |= order.purpose() == Purpose.ENTRY;
      }
    }
    if (nextQuantity == 0 && !entering) {
      left.removeIf(order -> order.purpose().isProtective());
    }
    return left;
  }

  private Holding withWorking(List<Order> orders) {
    return withWorking(orders, cancelAsked);
  }

  private Holding withWorking(List<Order> orders, boolean asked) {
    return new Holding(
        symbol,
        quantity,
        avgPrice,
        lastPrice,
        entryTime,
        barsHeld,
        entryClOrdId,
        realisedPnl,
        orders,
        asked,
        progressOf(orders));
  }
}
