package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.market.Bar;
import io.minhos.domain.orders.Side;
import org.junit.jupiter.api.Test;

class BarrierTradeTest {

  private static final BarrierConfig CONFIG = new BarrierConfig(2, 3, 3, 0);

  /** Bought at 100 with stop 98 and target 103, or sold with stop 102 and target 97. */
  private static BarrierTrade enter(Side side) {
    return BarrierTrade.enter(bar(0, 99, 101, 98, 100), side, 1, CONFIG);
  }

  private static Bar bar(int n, double open, double high, double low, double close) {
    return Bar.of("X", n * 10L, n * 10L + 10, open, high, low, close, 1);
  }

  private static void assertEnds(BarrierTrade trade, Touch touch, double exit, double gain) {
    assertThat(trade.touch()).isEqualTo(touch);
    assertThat(trade.exit()).isEqualTo(exit);
    assertThat(trade.gain()).isEqualTo(gain);
  }

  @Test
  void exitsAtTheBarrierItTouches() {
    BarrierTrade bought = enter(Side.BUY);
    assertEnds(bought.plus(bar(1, 100, 102, 98, 99), CONFIG), Touch.STOP, 98, -2);
    assertEnds(bought.plus(bar(1, 100, 103, 99, 100), CONFIG), Touch.TARGET, 103, 3);
    BarrierTrade sold = enter(Side.SELL);
    assertEnds(sold.plus(bar(1, 100, 102, 98, 99), CONFIG), Touch.STOP, 102, -2);
    assertEnds(sold.plus(bar(1, 100, 101, 97, 99), CONFIG), Touch.TARGET, 97, 3);
  }

  @Test
  void theStopComesFirstOfTwo() {
    assertEnds(enter(Side.BUY).plus(bar(1, 100, 110, 90, 105), CONFIG), Touch.STOP, 98, -2);
    assertEnds(enter(Side.SELL).plus(bar(1, 100, 110, 90, 95), CONFIG), Touch.STOP, 102, -2);
  }

  @Test
  void theOpenIsThePriceOfWhatItIsBeyond() {
    BarrierTrade bought = enter(Side.BUY).plus(bar(1, 100, 101, 99, 100), CONFIG);
    assertEnds(bought.plus(bar(2, 95, 104, 94, 100), CONFIG), Touch.STOP, 95, -5);
    assertEnds(bought.plus(bar(2, 104, 105, 90, 91), CONFIG), Touch.TARGET, 104, 4);
  }

  /** The barriers stay where the signal put them. */
  @Test
  void itIsEnteredAtTheNextOpen() {
    BarrierTrade signalled = enter(Side.BUY);
    assertThat(signalled.entry()).isNaN();
    assertEnds(signalled.plus(bar(1, 101, 103, 99, 100), CONFIG), Touch.TARGET, 103, 2);
    assertEnds(signalled.plus(bar(1, 99, 100, 98, 99), CONFIG), Touch.STOP, 98, -1);
    // Beyond a barrier at once: in and out at one price.
    assertEnds(signalled.plus(bar(1, 95, 104, 94, 100), CONFIG), Touch.STOP, 95, 0);
    assertEnds(enter(Side.SELL).plus(bar(1, 101, 101, 97, 99), CONFIG), Touch.TARGET, 97, 4);
  }

  @Test
  void theHorizonExitsAtTheOpenAfterItsLastBar() {
    BarrierTrade trade = enter(Side.BUY);
    trade = trade.plus(bar(1, 100.25, 101, 99, 100.5), CONFIG);
    trade = trade.plus(bar(2, 100, 102, 99, 101), CONFIG);
    trade = trade.plus(bar(3, 101, 102, 99, 101.5), CONFIG);
    assertThat(trade.touch().labels()).isFalse();
    // Market orders go before stops: below the stop, and yet it is the horizon.
    trade = trade.plus(bar(4, 97, 105, 90, 100), CONFIG);
    assertEnds(trade, Touch.HORIZON, 97, -3.25);
    assertThat(trade.time()).isEqualTo(9);
    assertThat(trade.endTime()).isEqualTo(49);
    assertThat(trade.touch().labels()).isTrue();
    assertThat(trade.plus(bar(5, 50, 50, 50, 50), CONFIG)).isEqualTo(trade);
  }

  @Test
  void anOppositeSignalExitsAtTheNextOpen() {
    assertThat(enter(Side.SELL).opposed()).isEqualTo(enter(Side.SELL));
    BarrierTrade sold = enter(Side.SELL).plus(bar(1, 100, 101, 99, 100), CONFIG);
    BarrierTrade left = sold.opposed().plus(bar(2, 98.5, 105, 90, 100), CONFIG);
    assertEnds(left, Touch.OPPOSITE, 98.5, 1.5);
    assertThat(left.touch().labels()).isTrue();
    assertThat(left.opposed()).isEqualTo(left);
  }

  @Test
  void costsAreAPartOfTheEntry() {
    BarrierTrade trade = enter(Side.SELL).plus(bar(1, 100, 101, 97, 99), CONFIG);
    assertThat(trade.netReturn(0.0004)).isCloseTo(0.0296, within(1e-15));
  }

  @Test
  void aGapTakesTheLabelAway() {
    BarrierTrade trade = enter(Side.BUY).plus(bar(1, 100, 101, 99, 100), CONFIG);
    BarrierTrade gap = trade.plus(bar(3, 50, 50, 50, 50), CONFIG);
    assertThat(gap.touch()).isEqualTo(Touch.GAP);
    assertThat(gap.touch().labels()).isFalse();
    BarrierConfig tolerant = new BarrierConfig(2, 3, 3, 1);
    assertEnds(trade.plus(bar(3, 50, 50, 50, 50), tolerant), Touch.STOP, 50, -50);
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> BarrierTrade.enter(bar(0, 1, 1, 1, 1), Side.BUY, 0, CONFIG))
        .hasMessage("atr must be > 0: 0.0");
    assertThatThrownBy(() -> new BarrierConfig(0, 1, 1, 0))
        .hasMessage("barriers.stopAtr must be > 0: 0.0");
    assertThatThrownBy(() -> new BarrierConfig(1, -1, 1, 0))
        .hasMessage("barriers.targetAtr must be > 0: -1.0");
    assertThatThrownBy(() -> new BarrierConfig(1, 1, 0, 0))
        .hasMessage("barriers.horizonBars must be >= 1: 0");
    assertThatThrownBy(() -> new BarrierConfig(1, 1, 1, -1))
        .hasMessage("barriers.maxMissingBars must be >= 0: -1");
  }
}
