package io.minhos.domain.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.market.Bar;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * 10 bps of slippage, 5 bps of commission; a position of 2 with stop and target 5 away from 100.
 */
class SimulatedVenueTest {

  private static final long OPEN = 60_000;
  private static final long TIME = 119_999;

  private final SimulatedVenue venue = new SimulatedVenue(new ExecutionConfig(5, 10));

  private final Order buy =
      Order.market("main", "X", Side.BUY, 2, OPEN - 1, Purpose.ENTRY, "", "d1");
  private final Order sellStop = buy.stopAt(95);
  private final Order sellTarget = buy.targetAt(105);

  private final Order sell =
      Order.market("main", "X", Side.SELL, 2, OPEN - 1, Purpose.ENTRY, "", "d2");
  private final Order buyStop = sell.stopAt(105);
  private final Order buyTarget = sell.targetAt(95);

  private static Bar bar(double open, double high, double low, double close) {
    return Bar.of("X", OPEN, TIME + 1, open, high, low, close, 1);
  }

  private List<Execution> resting(Bar bar) {
    return venue.onBar(List.of(sellStop, sellTarget), bar);
  }

  private static void assertFill(Execution execution, Order order, double price, long time) {
    assertThat(execution)
        .returns(order.clOrdId(), Execution::clOrdId)
        .returns(ExecType.TRADE, Execution::execType)
        .returns(OrdStatus.FILLED, Execution::ordStatus)
        .returns(order.side(), Execution::side)
        .returns(order.orderQty(), Execution::lastQty)
        .returns(order.orderQty(), Execution::cumQty)
        .returns(0.0, Execution::leavesQty)
        .returns(time, Execution::transactTime);
    assertThat(execution.lastPx()).isEqualTo(price, within(1e-9));
    assertThat(execution.avgPx()).isEqualTo(price, within(1e-9));
    assertThat(execution.commission()).isEqualTo(2 * price * 5e-4, within(1e-9));
  }

  private static void assertCancel(Execution execution, Order order, long time) {
    assertThat(execution)
        .returns(order.clOrdId(), Execution::clOrdId)
        .returns(ExecType.CANCELED, Execution::execType)
        .returns(OrdStatus.CANCELED, Execution::ordStatus)
        .returns(0.0, Execution::lastQty)
        .returns(0.0, Execution::leavesQty)
        .returns(time, Execution::transactTime);
  }

  @Test
  void bracketClosesTheEntry() {
    assertThat(List.of(sellStop, sellTarget))
        .extracting(
            Order::side, Order::orderQty, Order::ordType, Order::origClOrdId, Order::timeInForce)
        .containsExactly(
            tuple(Side.SELL, 2.0, OrdType.STOP, buy.clOrdId(), TimeInForce.GTC),
            tuple(Side.SELL, 2.0, OrdType.LIMIT, buy.clOrdId(), TimeInForce.GTC));
    assertThat(sellStop.stopPx()).isEqualTo(95);
    assertThat(sellStop.price()).isNaN();
    assertThat(sellTarget.price()).isEqualTo(105);
    assertThat(sellTarget.stopPx()).isNaN();
  }

  @Test
  void marketOrderFillsAtTheOpenSlipped() {
    List<Execution> bought = venue.onBar(List.of(buy), bar(101, 104, 99, 103));
    assertThat(bought).hasSize(1);
    assertFill(bought.get(0), buy, 101 * 1.001, OPEN);

    List<Execution> sold = venue.onBar(List.of(sell), bar(101, 104, 99, 103));
    assertThat(sold).hasSize(1);
    assertFill(sold.get(0), sell, 101 * 0.999, OPEN);
  }

  @Test
  void nothingTouchedNothingHappens() {
    assertThat(resting(bar(100, 104.9, 95.1, 101))).isEmpty();
    assertThat(venue.onBar(List.of(), bar(100, 110, 90, 101))).isEmpty();
  }

  @Test
  void stopFillsAtItsTriggerSlippedAndCancelsTheTarget() {
    List<Execution> executions = resting(bar(100, 101, 95, 96));
    assertThat(executions).hasSize(2);
    assertFill(executions.get(0), sellStop, 95 * 0.999, TIME);
    assertCancel(executions.get(1), sellTarget, TIME);
  }

  @Test
  void targetFillsAtItsLimitAndCancelsTheStop() {
    List<Execution> executions = resting(bar(100, 105, 99, 104));
    assertThat(executions).hasSize(2);
    assertFill(executions.get(0), sellTarget, 105, TIME);
    assertCancel(executions.get(1), sellStop, TIME);
  }

  @Test
  void stopFirstWhereBothAreTouched() {
    List<Execution> executions = resting(bar(100, 106, 94, 101));
    assertThat(executions).hasSize(2);
    assertFill(executions.get(0), sellStop, 95 * 0.999, TIME);
    assertCancel(executions.get(1), sellTarget, TIME);
  }

  @Test
  void gapThroughTheStopFillsAtTheOpenSlipped() {
    List<Execution> executions = resting(bar(92, 106, 91, 93));
    assertFill(executions.get(0), sellStop, 92 * 0.999, OPEN);
    assertCancel(executions.get(1), sellTarget, OPEN);
  }

  @Test
  void gapThroughTheTargetFillsAtTheBetterOpenWithoutSlippage() {
    // The low is beyond the stop, but the open came first.
    List<Execution> executions = resting(bar(108, 109, 94, 100));
    assertFill(executions.get(0), sellTarget, 108, OPEN);
    assertCancel(executions.get(1), sellStop, OPEN);
  }

  @Test
  void shortPositionMirrorsAll() {
    List<Order> working = List.of(buyStop, buyTarget);
    assertFill(venue.onBar(working, bar(100, 105, 99, 101)).get(0), buyStop, 105 * 1.001, TIME);
    assertFill(venue.onBar(working, bar(100, 101, 95, 96)).get(0), buyTarget, 95, TIME);
    assertFill(venue.onBar(working, bar(100, 106, 94, 96)).get(0), buyStop, 105 * 1.001, TIME);
    assertFill(venue.onBar(working, bar(107, 108, 94, 96)).get(0), buyStop, 107 * 1.001, OPEN);
    assertFill(venue.onBar(working, bar(93, 106, 92, 96)).get(0), buyTarget, 93, OPEN);
    assertThat(venue.onBar(working, bar(100, 104.9, 95.1, 96))).isEmpty();
  }

  @Test
  void bracketIsLiveInTheBarOfTheEntry() {
    List<Order> working = List.of(buy, sellStop, sellTarget);

    List<Execution> stopped = venue.onBar(working, bar(100, 101, 94, 96));
    assertThat(stopped).hasSize(3);
    assertFill(stopped.get(0), buy, 100 * 1.001, OPEN);
    assertFill(stopped.get(1), sellStop, 95 * 0.999, TIME);
    assertCancel(stopped.get(2), sellTarget, TIME);

    List<Execution> taken = venue.onBar(working, bar(100, 106, 96, 105));
    assertFill(taken.get(1), sellTarget, 105, TIME);

    List<Execution> gapped = venue.onBar(working, bar(94, 106, 93, 96));
    assertFill(gapped.get(0), buy, 94 * 1.001, OPEN);
    assertFill(gapped.get(1), sellStop, 94 * 0.999, OPEN);

    assertThat(venue.onBar(working, bar(100, 104, 96, 101))).hasSize(1);
  }

  @Test
  void exitAtTheMarketCancelsBothAndComesFirst() {
    Order exit =
        Order.market(
            "main", "X", Side.SELL, 2, OPEN - 1, Purpose.EXIT_OPPOSITE, buy.clOrdId(), "d3");
    List<Execution> executions =
        venue.onBar(List.of(exit, sellStop, sellTarget), bar(90, 110, 85, 100));
    assertThat(executions).hasSize(3);
    assertFill(executions.get(0), exit, 90 * 0.999, OPEN);
    assertCancel(executions.get(1), sellStop, OPEN);
    assertCancel(executions.get(2), sellTarget, OPEN);
    assertThat(executions).extracting(Execution::execId).doesNotHaveDuplicates();
  }
}
