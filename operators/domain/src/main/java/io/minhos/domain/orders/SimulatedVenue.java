package io.minhos.domain.orders;

import io.minhos.domain.market.Bar;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A venue that knows no more of the market than bars. It is a pure function: (what is held and
 * works in a symbol, its next bar) → executions. Its state is the working orders and how far they
 * have come, which whoever sent them folds from the same executions that an external venue would
 * report.
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
 * <p><b>Parts.</b> Of a bar an order gets no more than {@code participation · volume}, in whole
 * lots, and no more than once; without a limit, or where the volume is not known (NaN), all that it
 * asks. Of a bar without volume it gets nothing. The rest works on:
 *
 * <ul>
 *   <li>An entry or exit until {@code orderBars} bars' time after its decision, the bar at that
 *       time included, and at least for one bar; then it expires.
 *   <li>Stop, target and exit close what is held, however much of the entry has been filled, and
 *       are FILLED once nothing is held.
 *   <li>A stop that was touched trades at the market from then on: it cancels all others. A touch
 *       of which it gets nothing is reported as TRIGGERED.
 *   <li>A target that is filled in part rests on with its stop, and cancels what is left of the
 *       entry.
 * </ul>
 *
 * <p><b>Rejects.</b> An entry is rejected that is no whole number of lots or is worth less at the
 * open than {@code minNotional}, as long as nothing of it is filled; so is an entry or exit where
 * the open is a price that the instrument cannot have. With the entry its stop and target are gone.
 * What closes a position is never too small.
 *
 * <p>Every fill costs commission. What fills at the open carries the bar's openTime, the rest its
 * event time.
 */
public final class SimulatedVenue implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ExecutionConfig config;
  private final Instruments instruments;

  public SimulatedVenue(ExecutionConfig config, Instruments instruments) {
    this.config = config;
    this.instruments = instruments;
  }

  /**
   * What {@code bar} does to the orders that work in its symbol, in order of time.
   *
   * @param held quantity held, negative if sold short
   * @param progress of the orders that have come some way
   */
  public List<Execution> onBar(
      double held, List<Order> working, List<OrderProgress> progress, Bar bar) {
    return working.isEmpty() ? List.of() : new Session(held, working, progress, bar).run();
  }

  /** One bar. An order that ends is null from then on. */
  private final class Session {

    private final Bar bar;
    private final Instrument instrument;
    private final List<OrderProgress> progress;
    private final double share;
    private final List<Execution> executions = new ArrayList<>();
    private double held;
    private Order atMarket;
    private Order stop;
    private Order target;

    Session(double held, List<Order> working, List<OrderProgress> progress, Bar bar) {
      this.held = held;
      this.progress = progress;
      this.bar = bar;
      instrument = instruments.of(bar.symbol());
      share = share();
      for (Order order : working) {
        switch (order.purpose()) {
          case STOP -> stop = order;
          case TARGET -> target = order;
          case ENTRY, EXIT_OPPOSITE, EXIT_HORIZON, EXIT_OVERRIDE -> atMarket = order;
          case CANCEL ->
              throw new IllegalArgumentException("a request to cancel does not work: " + order);
        }
      }
    }

    List<Execution> run() {
      if (atMarket != null) {
        openMarketOrder();
      }
      if (held != 0) {
        protect();
      }
      if (atMarket != null && isOver(atMarket)) {
        executions.add(Execution.expire(atMarket, progress(atMarket), bar.time()));
        atMarket = null;
        endUnlessHeld(bar.time());
      }
      return executions;
    }

    private void openMarketOrder() {
      if (isRefused(atMarket)) {
        executions.add(Execution.reject(atMarket, bar.openTime()));
        atMarket = null;
      } else {
        trade(atMarket, config.slipped(bar.open(), atMarket.side()), bar.openTime());
      }
      if (!isEntry(atMarket)) {
        endUnlessHeld(bar.openTime());
      }
    }

    private void protect() {
      boolean stopped = stop != null && (isTriggered(stop) || reaches(stop, bar.open()));
      boolean taken = !stopped && reaches(target, bar.open());
      if (stopped) {
        stop(bar.open(), bar.openTime());
      } else if (taken) {
        target(bar.open(), bar.openTime());
      }
      if (!stopped && stop != null && reaches(stop, adverse(stop))) {
        stop(stop.stopPx(), bar.time());
      } else if (!taken && target != null && reaches(target, favourable(target))) {
        target(target.price(), bar.time());
      }
    }

    private void stop(double price, long time) {
      if (!trade(stop, config.slipped(price, stop.side()), time) && !isTriggered(stop)) {
        executions.add(Execution.trigger(stop, Math.abs(held), time));
      }
      target = cancel(target, time);
      atMarket = cancel(atMarket, time);
      endUnlessHeld(time);
    }

    private void target(double price, long time) {
      if (trade(target, price, time)) {
        if (isEntry(atMarket)) {
          atMarket = cancel(atMarket, time);
        }
        endUnlessHeld(time);
      }
    }

    /** Fills what the bar gives of {@code order}; false if that is nothing. */
    private boolean trade(Order order, double price, long time) {
      OrderProgress before = progress(order);
      double open = before.leavesOf(order.orderQty());
      double asked = isEntry(order) ? open : Math.min(open, Math.abs(held));
      double quantity = Math.min(asked, share);
      if (!(quantity > 0)) {
        return false;
      }
      double leaves = sum(asked, -quantity);
      executions.add(
          Execution.fill(
              order,
              before.plus(quantity, price),
              quantity,
              price,
              leaves,
              config.commission(quantity, price),
              time));
      held = sum(held, order.side().sign() * quantity);
      if (leaves == 0) {
        end(order);
      }
      return true;
    }

    /** Where nothing is held and nothing is on its way, nothing works. */
    private void endUnlessHeld(long time) {
      if (held == 0) {
        stop = cancel(stop, time);
        target = cancel(target, time);
        atMarket = cancel(atMarket, time);
      }
    }

    private Order cancel(Order order, long time) {
      if (order != null) {
        executions.add(Execution.cancel(order, progress(order), time));
      }
      return null;
    }

    private void end(Order order) {
      switch (order.purpose()) {
        case STOP -> stop = null;
        case TARGET -> target = null;
        default -> atMarket = null;
      }
    }

    private boolean isRefused(Order order) {
      if (!(bar.open() > 0) && !instrument.nonPositivePrices()) {
        return true;
      }
      return isEntry(order)
          && progress(order).cumQty() == 0
          && (lots(BigDecimal.valueOf(order.orderQty())) != order.orderQty()
              || Math.abs(order.orderQty() * bar.open()) < config.minNotional());
    }

    private boolean isOver(Order order) {
      long length = bar.closeTime() - bar.openTime();
      return bar.time() - order.transactTime() >= config.orderBars() * length;
    }

    private double share() {
      return config.participation() == 0 || Double.isNaN(bar.volume())
          ? Double.POSITIVE_INFINITY
          : lots(
              BigDecimal.valueOf(config.participation())
                  .multiply(BigDecimal.valueOf(bar.volume())));
    }

    /** The whole lots in {@code quantity}. */
    private double lots(BigDecimal quantity) {
      BigDecimal lot = BigDecimal.valueOf(instrument.lotSize());
      return quantity.divideToIntegralValue(lot).multiply(lot).doubleValue();
    }

    private OrderProgress progress(Order order) {
      // What was filled in this very bar counts too.
      for (int i = executions.size() - 1; i >= 0; i--) {
        Execution e = executions.get(i);
        if (e.clOrdId().equals(order.clOrdId())) {
          return new OrderProgress(e.clOrdId(), e.cumQty(), e.avgPx());
        }
      }
      for (OrderProgress known : progress) {
        if (known.clOrdId().equals(order.clOrdId())) {
          return known;
        }
      }
      return OrderProgress.none(order.clOrdId());
    }

    private boolean isTriggered(Order order) {
      return progress.stream().anyMatch(p -> p.clOrdId().equals(order.clOrdId()));
    }

    private double adverse(Order order) {
      return order.side() == Side.SELL ? bar.low() : bar.high();
    }

    private double favourable(Order order) {
      return order.side() == Side.SELL ? bar.high() : bar.low();
    }
  }

  /** In decimals, as a venue counts. */
  private static double sum(double a, double b) {
    return BigDecimal.valueOf(a).add(BigDecimal.valueOf(b)).doubleValue();
  }

  private static boolean isEntry(Order order) {
    return order != null && order.purpose() == Purpose.ENTRY;
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
}
