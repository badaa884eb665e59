package io.minhos.domain.evaluation;

import io.minhos.domain.market.Bar;
import io.minhos.domain.orders.Side;

/**
 * A trade that waits for the first of its three barriers (López de Prado 2018, ch. 3). A fold over
 * the bars after its entry; the label is there once {@link Touch#labels}.
 *
 * <p>As the simulated venue fills: an open at or beyond a barrier exits there, the stop asked
 * first; later in the bar a barrier exits at its own price, and of two touched the stop came first.
 * The horizon exits at the close of its last bar. Costs are not in it.
 *
 * @param symbol instrument
 * @param side BUY gains from rising prices, SELL from falling ones
 * @param time event time of the bar at whose close it was entered
 * @param entry price of entry
 * @param stop price of the stop
 * @param target price of the target
 * @param barsLeft bars until the horizon
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
    long closeTime,
    Touch touch,
    long endTime,
    double exit) {

  /**
   * Enters at the close of {@code bar}.
   *
   * @param atr average true range known at that bar, in price units, &gt; 0
   */
  public static BarrierTrade enter(Bar bar, Side side, double atr, BarrierConfig config) {
    if (!(atr > 0 && Double.isFinite(atr))) {
      throw new IllegalArgumentException("atr must be > 0: " + atr);
    }
    double sign = side == Side.BUY ? 1 : -1;
    double entry = bar.close();
    return new BarrierTrade(
        bar.symbol(),
        side,
        bar.time(),
        entry,
        entry - sign * config.stopAtr() * atr,
        entry + sign * config.targetAtr() * atr,
        config.horizonBars(),
        bar.closeTime(),
        Touch.OPEN,
        bar.time(),
        entry);
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
    return after(bar, barsLeft == 1 ? Touch.HORIZON : Touch.OPEN, bar.close());
  }

  /** What it gained per unit, in price units, before costs; negative if it lost. */
  public double gain() {
    return side == Side.BUY ? exit - entry : entry - exit;
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
        entry,
        stop,
        target,
        barsLeft - 1,
        bar.closeTime(),
        touched,
        bar.time(),
        price);
  }
}
