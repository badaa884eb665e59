package io.minhos.domain.evaluation;

import io.minhos.domain.market.Bar;
import io.minhos.domain.orders.Side;

/**
 * A trade that waits for the first of its three barriers (López de Prado 2018, ch. 3). A fold over
 * the bars after its signal; the label is there once {@link Touch#labels}.
 *
 * <p>As the simulated venue fills, and as the portfolio leaves: it is entered at the open of the
 * bar after its signal, with stop and target about the signal's close, which are live from then on.
 * An open at or beyond a barrier exits there, the stop asked first; later in the bar a barrier
 * exits at its own price, and of two touched the stop came first. {@code horizonBars} closes after
 * the entry it is left at the next open, whatever barrier that is beyond; so it is after a signal
 * of the other direction. Costs are not in it.
 *
 * @param symbol instrument
 * @param side BUY gains from rising prices, SELL from falling ones
 * @param time event time of its signal's bar
 * @param entry price of entry, NaN before the next bar
 * @param stop price of the stop
 * @param target price of the target
 * @param barsLeft closes until the horizon
 * @param due why it is left at the next open; OPEN if it is not
 * @param closeTime closeTime of the last bar seen
 * @param touch how it ended
 * @param endTime event time of the bar in which it ended; of the last bar seen while open
 * @param exit price of exit; the last close while open
 */
public record BarrierTrade(
    String symbol,
    Side side,
    long time,
    double entry,
    double stop,
    double target,
    int barsLeft,
    Touch due,
    long closeTime,
    Touch touch,
    long endTime,
    double exit) {

  /**
   * Enters upon a signal at the close of {@code bar}.
   *
   * @param atr average true range known at that bar, in price units, &gt; 0
   */
  public static BarrierTrade enter(Bar bar, Side side, double atr, BarrierConfig config) {
    if (!(atr > 0 && Double.isFinite(atr))) {
      throw new IllegalArgumentException("atr must be > 0: " + atr);
    }
    double sign = side == Side.BUY ? 1 : -1;
    return new BarrierTrade(
        bar.symbol(),
        side,
        bar.time(),
        Double.NaN,
        bar.close() - sign * config.stopAtr() * atr,
        bar.close() + sign * config.targetAtr() * atr,
        config.horizonBars(),
        Touch.OPEN,
        bar.closeTime(),
        Touch.OPEN,
        bar.time(),
        bar.close());
  }

  /** The trade after the symbol's next bar; itself if it has ended. */
  public BarrierTrade plus(Bar bar, BarrierConfig config) {
    if (touch != Touch.OPEN) {
      return this;
    }
    if (!symbol.equals(bar.symbol())) {
      throw new IllegalArgumentException("symbol must be " + symbol + ": " + bar.symbol());
    }
    if (BarGaps.between(closeTime, bar, config.maxMissingBars())) {
      return after(bar, Touch.GAP, exit);
    }
    boolean buys = side == Side.BUY;
    if (due != Touch.OPEN) {
      return after(bar, due, bar.open());
    }
    if (stops(bar.open())) {
      return after(bar, Touch.STOP, bar.open());
    }
    if (pays(bar.open())) {
      return after(bar, Touch.TARGET, bar.open());
    }
    if (stops(buys ? bar.low() : bar.high())) {
      return after(bar, Touch.STOP, stop);
    }
    if (pays(buys ? bar.high() : bar.low())) {
      return after(bar, Touch.TARGET, target);
    }
    return after(bar, Touch.OPEN, bar.close());
  }

  /**
   * The trade after a signal of the other direction at the last bar seen, good enough for an entry;
   * itself if it has ended or is not entered yet.
   */
  public BarrierTrade opposed() {
    return touch != Touch.OPEN || Double.isNaN(entry)
        ? this
        : new BarrierTrade(
            symbol,
            side,
            time,
            entry,
            stop,
            target,
            barsLeft,
            Touch.OPPOSITE,
            closeTime,
            touch,
            endTime,
            exit);
  }

  /** What it gained per unit, in price units, before costs; negative if it lost. */
  public double gain() {
    return side == Side.BUY ? exit - entry : entry - exit;
  }

  /** gain/|entry| less what entry and exit cost, as a part of the price of entry. */
  public double netReturn(double costs) {
    return gain() / Math.abs(entry) - costs;
  }

  private boolean stops(double price) {
    return side == Side.BUY ? price <= stop : price >= stop;
  }

  private boolean pays(double price) {
    return side == Side.BUY ? price >= target : price <= target;
  }

  private BarrierTrade after(Bar bar, Touch touched, double price) {
    return new BarrierTrade(
        symbol,
        side,
        time,
        Double.isNaN(entry) ? bar.open() : entry,
        stop,
        target,
        barsLeft - 1,
        barsLeft == 1 ? Touch.HORIZON : due,
        bar.closeTime(),
        touched,
        bar.time(),
        price);
  }
}
