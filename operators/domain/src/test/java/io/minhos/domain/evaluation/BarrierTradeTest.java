package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    assertEnds(enter(Side.BUY).plus(bar(1, 95, 104, 94, 100), CONFIG), Touch.STOP, 95, -5);
    assertEnds(enter(Side.BUY).plus(bar(1, 104, 105, 90, 91), CONFIG), Touch.TARGET, 104, 4);
  }

  @Test
  void theHorizonExitsAtTheCloseOfItsLastBar() {
    BarrierTrade trade = enter(Side.BUY);
    trade = trade.plus(bar(1, 100, 101, 99, 100.5), CONFIG);
    trade = trade.plus(bar(2, 100, 102, 99, 101), CONFIG);
    assertThat(trade.touch().labels()).isFalse();
    trade = trade.plus(bar(3, 101, 102, 99, 101.5), CONFIG);
    assertEnds(trade, Touch.HORIZON, 101.5, 1.5);
    assertThat(trade.time()).isEqualTo(9);
    assertThat(trade.endTime()).isEqualTo(39);
    assertThat(trade.touch().labels()).isTrue();
    assertThat(trade.plus(bar(4, 50, 50, 50, 50), CONFIG)).isEqualTo(trade);
  }

  @Test
  void aGapTakesTheLabelAway() {
    BarrierTrade trade = enter(Side.BUY).plus(bar(2, 50, 50, 50, 50), CONFIG);
    assertThat(trade.touch()).isEqualTo(Touch.GAP);
    assertThat(trade.touch().labels()).isFalse();
    BarrierConfig tolerant = new BarrierConfig(2, 3, 3, 1);
    assertEnds(enter(Side.BUY).plus(bar(2, 50, 50, 50, 50), tolerant), Touch.STOP, 50, -50);
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
