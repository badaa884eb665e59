package io.minhos.domain.orders;

import io.minhos.domain.market.Bar;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A venue that knows no more of the market than bars. It is a pure function: (orders working in a
 * symbol, its next bar) → executions. Its state is the working orders, which whoever sent them
 * folds from the same executions that an external venue would report.
 *
 * <ul>
 *   <li>A market order fills at the bar's open, slipped against it.
 *   <li>Stop and target go live with the fill of their entry, so within that same bar.
 *   <li>The open is the one price whose place in time is known: a stop that it is at or beyond
 *       fills there, slipped; a target that it is at or beyond fills there, at the better price.
 *   <li>Past the open, a bar that touches both is taken for the worse: the stop fills. A stop fills
 *       at its trigger, slipped; a target at its limit, a limit order having no slippage.
 *   <li>One cancels the other, and an exit at the market cancels both.
 * </ul>
 *
 * <p>Every fill is whole and costs commission. What fills at the open carries the bar's openTime,
 * the rest its event time.
 */
public final class SimulatedVenue implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ExecutionConfig config;

  public SimulatedVenue(ExecutionConfig config) {
    this.config = config;
  }

  /** What {@code bar} does to the orders that work in its symbol, in order of time. */
  public List<Execution> onBar(List<Order> working, Bar bar) {
    if (working.isEmpty()) {
      return List.of();
    }
    List<Execution> executions = new ArrayList<>(working.size());
    Order stop = null;
    Order target = null;
    boolean closed = false;
    for (Order order : working) {
      switch (order.purpose()) {
        case STOP -> stop = order;
        case TARGET -> target = order;
        case ENTRY -> executions.add(atMarket(order, bar.open(), bar.openTime()));
        case EXIT_OPPOSITE, EXIT_HORIZON -> {
          executions.add(atMarket(order, bar.open(), bar.openTime()));
          closed = true;
        }
        case CANCEL ->
            throw new IllegalArgumentException("a request to cancel does not work: " + order);
      }
    }
    if (closed) {
      cancel(stop, bar.openTime(), executions);
      cancel(target, bar.openTime(), executions);
    } else if (reaches(stop, bar.open())) {
      executions.add(atMarket(stop, bar.open(), bar.openTime()));
      cancel(target, bar.openTime(), executions);
    } else if (reaches(target, bar.open())) {
      executions.add(fill(target, bar.open(), bar.openTime()));
      cancel(stop, bar.openTime(), executions);
    } else if (stop != null && reaches(stop, adverse(stop, bar))) {
      executions.add(atMarket(stop, stop.stopPx(), bar.time()));
      cancel(target, bar.time(), executions);
    } else if (target != null && reaches(target, favourable(target, bar))) {
      executions.add(fill(target, target.price(), bar.time()));
      cancel(stop, bar.time(), executions);
    }
    return executions;
  }

  private Execution atMarket(Order order, double price, long time) {
    return fill(order, config.slipped(price, order.side()), time);
  }

  private Execution fill(Order order, double price, long time) {
    return Execution.fill(order, price, config.commission(order.orderQty(), price), time);
  }

  private static void cancel(Order order, long time, List<Execution> executions) {
    if (order != null) {
      executions.add(Execution.cancel(order, time));
    }
  }

  /** True if a market at {@code price} triggers the stop, or meets the target's limit. */
  private static boolean reaches(Order order, double price) {
    if (order == null) {
      return false;
    }
    boolean sells = order.side() == Side.SELL;
    return order.purpose() == Purpose.STOP
        ? (sells ? price <= order.stopPx() : price >= order.stopPx())
        : (sells ? price >= order.price() : price <= order.price());
  }

  private static double adverse(Order order, Bar bar) {
    return order.side() == Side.SELL ? bar.low() : bar.high();
  }

  private static double favourable(Order order, Bar bar) {
    return order.side() == Side.SELL ? bar.high() : bar.low();
  }
}
