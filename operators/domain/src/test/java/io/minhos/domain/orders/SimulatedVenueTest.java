package io.minhos.domain.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.market.Bar;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/**
 * 10 bps of slippage, 5 bps of commission; a position of 2 with stop and target 5 away from 100.
 */
class SimulatedVenueTest {

  private static final long OPEN = 60_000;
  private static final long TIME = 119_999;

  private static final Instruments INSTRUMENTS =
      new Instruments(
          Map.of("Y", new Instrument(0.01, 1, true)), new Instrument(0.01, 1, false), false);

  private final SimulatedVenue venue = new SimulatedVenue(new ExecutionConfig(5, 10), INSTRUMENTS);

  /** Half of a bar's volume, for three bars, from 50 on. */
  private final SimulatedVenue thin =
      new SimulatedVenue(new ExecutionConfig(0, 0, 0.5, 3, 50), INSTRUMENTS);

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
    return venue.onBar(2, List.of(sellStop, sellTarget), List.of(), bar);
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
    List<Execution> bought = venue.onBar(0, List.of(buy), List.of(), bar(101, 104, 99, 103));
    assertThat(bought).hasSize(1);
    assertFill(bought.get(0), buy, 101 * 1.001, OPEN);

    List<Execution> sold = venue.onBar(0, List.of(sell), List.of(), bar(101, 104, 99, 103));
    assertThat(sold).hasSize(1);
    assertFill(sold.get(0), sell, 101 * 0.999, OPEN);
  }

  @Test
  void nothingTouchedNothingHappens() {
    assertThat(resting(bar(100, 104.9, 95.1, 101))).isEmpty();
    assertThat(venue.onBar(0, List.of(), List.of(), bar(100, 110, 90, 101))).isEmpty();
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
    assertFill(
        venue.onBar(-2, working, List.of(), bar(100, 105, 99, 101)).get(0),
        buyStop,
        105 * 1.001,
        TIME);
    assertFill(
        venue.onBar(-2, working, List.of(), bar(100, 101, 95, 96)).get(0), buyTarget, 95, TIME);
    assertFill(
        venue.onBar(-2, working, List.of(), bar(100, 106, 94, 96)).get(0),
        buyStop,
        105 * 1.001,
        TIME);
    assertFill(
        venue.onBar(-2, working, List.of(), bar(107, 108, 94, 96)).get(0),
        buyStop,
        107 * 1.001,
        OPEN);
    assertFill(
        venue.onBar(-2, working, List.of(), bar(93, 106, 92, 96)).get(0), buyTarget, 93, OPEN);
    assertThat(venue.onBar(-2, working, List.of(), bar(100, 104.9, 95.1, 96))).isEmpty();
  }

  @Test
  void bracketIsLiveInTheBarOfTheEntry() {
    List<Order> working = List.of(buy, sellStop, sellTarget);

    List<Execution> stopped = venue.onBar(0, working, List.of(), bar(100, 101, 94, 96));
    assertThat(stopped).hasSize(3);
    assertFill(stopped.get(0), buy, 100 * 1.001, OPEN);
    assertFill(stopped.get(1), sellStop, 95 * 0.999, TIME);
    assertCancel(stopped.get(2), sellTarget, TIME);

    List<Execution> taken = venue.onBar(0, working, List.of(), bar(100, 106, 96, 105));
    assertFill(taken.get(1), sellTarget, 105, TIME);

    List<Execution> gapped = venue.onBar(0, working, List.of(), bar(94, 106, 93, 96));
    assertFill(gapped.get(0), buy, 94 * 1.001, OPEN);
    assertFill(gapped.get(1), sellStop, 94 * 0.999, OPEN);

    assertThat(venue.onBar(0, working, List.of(), bar(100, 104, 96, 101))).hasSize(1);
  }

  @Test
  void exitAtTheMarketCancelsBothAndComesFirst() {
    Order exit =
        Order.market(
            "main", "X", Side.SELL, 2, OPEN - 1, Purpose.EXIT_OPPOSITE, buy.clOrdId(), "d3");
    List<Execution> executions =
        venue.onBar(2, List.of(exit, sellStop, sellTarget), List.of(), bar(90, 110, 85, 100));
    assertThat(executions).hasSize(3);
    assertFill(executions.get(0), exit, 90 * 0.999, OPEN);
    assertCancel(executions.get(1), sellStop, OPEN);
    assertCancel(executions.get(2), sellTarget, OPEN);
    assertThat(executions).extracting(Execution::execId).doesNotHaveDuplicates();
  }

  // Parts: an entry of 10 at 100, stop 95, target 105.

  private final Order ten =
      Order.market("main", "X", Side.BUY, 10, OPEN - 1, Purpose.ENTRY, "", "d");
  private final Order tenStop = ten.stopAt(95);
  private final Order tenTarget = ten.targetAt(105);
  private final List<Order> bracket = List.of(ten, tenStop, tenTarget);
  private final List<Order> protection = List.of(tenStop, tenTarget);

  /** The bar {@code n} after the order was decided, from 0, with a volume. */
  private static Bar bar(int n, double open, double high, double low, double volume) {
    long length = TIME + 1 - OPEN;
    return Bar.of("X", OPEN + n * length, TIME + 1 + n * length, open, high, low, open, volume);
  }

  private static Bar quiet(int n, double volume) {
    return bar(n, 100, 100, 100, volume);
  }

  private static OrderProgress come(Order order, double cumQty) {
    return new OrderProgress(order.clOrdId(), cumQty, 100);
  }

  private static void assertReports(List<Execution> executions, Tuple... reports) {
    assertThat(executions)
        .extracting(
            Execution::clOrdId,
            Execution::execType,
            Execution::ordStatus,
            Execution::lastQty,
            Execution::cumQty,
            Execution::leavesQty)
        .containsExactly(reports);
  }

  @Test
  void anEntryTakesItsShareAndWorksOn() {
    assertReports(
        thin.onBar(0, bracket, List.of(), quiet(0, 9)),
        tuple(ten.clOrdId(), ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 4.0, 4.0, 6.0));
    List<Execution> rest =
        thin.onBar(4, bracket, List.of(come(ten, 4)), bar(1, 104, 104, 104, 100));
    assertReports(rest, tuple(ten.clOrdId(), ExecType.TRADE, OrdStatus.FILLED, 6.0, 10.0, 0.0));
    // (4 · 100 + 6 · 104) / 10
    assertThat(rest.get(0).avgPx()).isEqualTo(102.4, within(1e-12));
  }

  @Test
  void ofNoVolumeNothingIsHadAndOfAnUnknownOneAll() {
    assertThat(thin.onBar(0, bracket, List.of(), bar(0, 94, 106, 90, 0))).isEmpty();
    assertThat(thin.onBar(0, bracket, List.of(), quiet(0, Double.NaN)))
        .extracting(Execution::ordStatus)
        .containsExactly(OrdStatus.FILLED);
  }

  @Test
  void theRestOfAnEntryExpiresAndItsBracketStaysForThePart() {
    assertThat(thin.onBar(4, bracket, List.of(come(ten, 4)), quiet(1, 0))).isEmpty();
    assertReports(
        thin.onBar(4, bracket, List.of(come(ten, 4)), quiet(2, 2)),
        tuple(ten.clOrdId(), ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 1.0, 5.0, 5.0),
        tuple(ten.clOrdId(), ExecType.EXPIRED, OrdStatus.EXPIRED, 0.0, 5.0, 0.0));
    assertReports(
        thin.onBar(0, bracket, List.of(), quiet(2, 0)),
        tuple(ten.clOrdId(), ExecType.EXPIRED, OrdStatus.EXPIRED, 0.0, 0.0, 0.0),
        tuple(tenStop.clOrdId(), ExecType.CANCELED, OrdStatus.CANCELED, 0.0, 0.0, 0.0),
        tuple(tenTarget.clOrdId(), ExecType.CANCELED, OrdStatus.CANCELED, 0.0, 0.0, 0.0));
  }

  @Test
  void stopAndTargetCloseWhatIsHeldAndEndTheEntry() {
    assertReports(
        thin.onBar(4, bracket, List.of(come(ten, 4)), bar(1, 94, 94, 94, 10)),
        tuple(ten.clOrdId(), ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 5.0, 9.0, 1.0),
        tuple(tenStop.clOrdId(), ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 5.0, 5.0, 4.0),
        tuple(tenTarget.clOrdId(), ExecType.CANCELED, OrdStatus.CANCELED, 0.0, 0.0, 0.0),
        tuple(ten.clOrdId(), ExecType.CANCELED, OrdStatus.CANCELED, 0.0, 9.0, 0.0));
    assertReports(
        thin.onBar(4, protection, List.of(), bar(3, 100, 106, 99, 100)),
        tuple(tenTarget.clOrdId(), ExecType.TRADE, OrdStatus.FILLED, 4.0, 4.0, 0.0),
        tuple(tenStop.clOrdId(), ExecType.CANCELED, OrdStatus.CANCELED, 0.0, 0.0, 0.0));
  }

  @Test
  void aStopThatIsTouchedWithoutVolumeTradesAtTheMarketFromThenOn() {
    assertReports(
        thin.onBar(10, protection, List.of(), bar(3, 95, 95, 95, 1)),
        tuple(tenStop.clOrdId(), ExecType.TRIGGERED, OrdStatus.NEW, 0.0, 0.0, 10.0),
        tuple(tenTarget.clOrdId(), ExecType.CANCELED, OrdStatus.CANCELED, 0.0, 0.0, 0.0));
    // Far above its trigger, and a part a bar.
    List<Order> left = List.of(tenStop);
    assertThat(thin.onBar(10, left, List.of(come(tenStop, 0)), quiet(4, 1))).isEmpty();
    assertReports(
        thin.onBar(10, left, List.of(come(tenStop, 0)), quiet(5, 12)),
        tuple(tenStop.clOrdId(), ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 6.0, 6.0, 4.0));
    assertReports(
        thin.onBar(4, left, List.of(come(tenStop, 6)), quiet(6, 12)),
        tuple(tenStop.clOrdId(), ExecType.TRADE, OrdStatus.FILLED, 4.0, 10.0, 0.0));
  }

  @Test
  void aTargetInPartRestsWithItsStopWhichTheSameBarMayTouch() {
    assertReports(
        thin.onBar(10, protection, List.of(), bar(3, 106, 106, 100, 12)),
        tuple(tenTarget.clOrdId(), ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 6.0, 6.0, 4.0));
    assertReports(
        thin.onBar(10, protection, List.of(), bar(3, 106, 106, 94, 12)),
        tuple(tenTarget.clOrdId(), ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 6.0, 6.0, 4.0),
        tuple(tenStop.clOrdId(), ExecType.TRADE, OrdStatus.FILLED, 4.0, 4.0, 0.0),
        tuple(tenTarget.clOrdId(), ExecType.CANCELED, OrdStatus.CANCELED, 0.0, 6.0, 0.0));
  }

  @Test
  void anExitInPartLeavesTheBracketForTheRest() {
    Order exit =
        Order.market("main", "X", Side.SELL, 10, OPEN - 1, Purpose.EXIT_HORIZON, ten.clOrdId(), "");
    List<Order> working = List.of(exit, tenStop, tenTarget);
    assertReports(
        thin.onBar(10, working, List.of(), quiet(0, 12)),
        tuple(exit.clOrdId(), ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 6.0, 6.0, 4.0));
    assertReports(
        thin.onBar(4, working, List.of(come(exit, 6)), quiet(1, 12)),
        tuple(exit.clOrdId(), ExecType.TRADE, OrdStatus.FILLED, 4.0, 10.0, 0.0),
        tuple(tenStop.clOrdId(), ExecType.CANCELED, OrdStatus.CANCELED, 0.0, 0.0, 0.0),
        tuple(tenTarget.clOrdId(), ExecType.CANCELED, OrdStatus.CANCELED, 0.0, 0.0, 0.0));
  }

  private void assertRejected(Order entry, double open) {
    List<Order> all = List.of(entry, entry.stopAt(95), entry.targetAt(105));
    assertThat(thin.onBar(0, all, List.of(), bar(0, open, open, open, 1e6)))
        .extracting(Execution::clOrdId, Execution::execType)
        .containsExactly(
            tuple(entry.clOrdId(), ExecType.REJECTED),
            tuple(all.get(1).clOrdId(), ExecType.CANCELED),
            tuple(all.get(2).clOrdId(), ExecType.CANCELED));
  }

  @Test
  void anEntryIsRejectedThatNoVenueTakes() {
    Order parts = Order.market("main", "X", Side.BUY, 2.5, OPEN - 1, Purpose.ENTRY, "", "");
    assertRejected(parts, 100);
    assertRejected(ten, 4.99);
    assertRejected(ten, 0);
    assertThat(thin.onBar(0, bracket, List.of(), quiet(0, 1e6)))
        .extracting(Execution::execType)
        .containsExactly(ExecType.TRADE);
    // Where prices may be negative, and of an exit whatever it is worth.
    Order spread = Order.market("main", "Y", Side.BUY, 60, OPEN - 1, Purpose.ENTRY, "", "");
    Bar below = Bar.of("Y", OPEN, TIME + 1, -1, -1, -1, -1, 1e6);
    assertThat(thin.onBar(0, List.of(spread), List.of(), below))
        .extracting(Execution::execType)
        .containsExactly(ExecType.TRADE);
    Order exit = Order.market("main", "X", Side.SELL, 2.5, OPEN - 1, Purpose.EXIT_HORIZON, "", "");
    assertThat(thin.onBar(2.5, List.of(exit), List.of(), bar(0, 4, 4, 4, 1e6)))
        .extracting(Execution::execType)
        .containsExactly(ExecType.TRADE);
  }

  @Test
  void anExitThatIsRejectedLeavesTheBracket() {
    Order buyBack = Order.market("main", "X", Side.BUY, 10, OPEN - 1, Purpose.EXIT_HORIZON, "", "");
    assertReports(
        thin.onBar(-10, List.of(buyBack, buyStop, buyTarget), List.of(), bar(0, 0, 0, 0, 0)),
        tuple(buyBack.clOrdId(), ExecType.REJECTED, OrdStatus.REJECTED, 0.0, 0.0, 0.0));
  }
}
