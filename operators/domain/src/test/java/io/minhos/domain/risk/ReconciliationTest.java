package io.minhos.domain.risk;

import static io.minhos.domain.risk.Signals.at;
import static io.minhos.domain.risk.Signals.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minhos.domain.control.Alert;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.orders.OrdStatus;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Position;
import io.minhos.domain.orders.PositionReport;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.orders.Side;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** 100,000 of cash; long 40 of A at 100 by an external venue, which then says what it holds. */
class ReconciliationTest {

  private static final double UNSAID = Double.NaN;

  private final PortfolioEngine engine =
      PortfolioEngine.external(
          new RiskConfig(100_000, 0.05, 0.05, 0.25, 0.3, 0.1, 2, 3, 3, 1),
          new ExecutionConfig(0, 0),
          new Instruments(Map.of(), new Instrument(0.01, 1, false), false),
          2 * Signals.MINUTE);

  private PortfolioStep sent() {
    return engine.step(engine.initial("main"), time(0), List.of(at("A", 0, 100, 0.5, 0.8)));
  }

  private PortfolioStep held() {
    PortfolioStep sent = sent();
    return engine.execute(
        sent.state(), time(0) + 1, List.of(fill("e1", sent.orders().get(0), 40, 100)));
  }

  private static Execution fill(String execId, Order order, double quantity, double price) {
    return new Execution(
        execId,
        order.clOrdId(),
        "main",
        order.symbol(),
        order.side(),
        ExecType.TRADE,
        OrdStatus.FILLED,
        quantity,
        price,
        quantity,
        0,
        price,
        0,
        order.transactTime() + 1);
  }

  private static PositionReport report(long asOf, double cash, Position... positions) {
    return new PositionReport("main", asOf, List.of(positions), cash);
  }

  private PortfolioStep reconcile(PortfolioStep before, PositionReport report) {
    return engine.reconcile(before.state(), report);
  }

  private static void assertNothing(PortfolioStep step) {
    assertThat(step.executions()).isEmpty();
    assertThat(step.alerts()).isEmpty();
    assertThat(step.orders()).isEmpty();
  }

  @Test
  void whereAllAgreesNothingIsRestated() {
    PortfolioStep held = held();
    PortfolioSnapshot before = held.snapshot();
    PortfolioStep same = reconcile(held, report(70_000, 96_000.004, new Position("A", 40, 99)));
    assertNothing(same);
    assertThat(same.snapshot().cash()).isEqualTo(before.cash());
  }

  @Test
  void eachSymbolThatDiffersIsRestatedOnce() {
    PortfolioStep held = held();
    PositionReport report =
        report(70_000, UNSAID, new Position("B", -5, 20), new Position("A", 50, 104));
    PortfolioStep step = reconcile(held, report);
    assertThat(step.executions())
        .extracting(
            Execution::symbol,
            Execution::execType,
            Execution::side,
            Execution::lastQty,
            Execution::lastPx,
            Execution::commission,
            Execution::transactTime)
        .containsExactly(
            tuple("A", ExecType.RESTATED, Side.BUY, 10.0, 104.0, 0.0, 70_000L),
            tuple("B", ExecType.RESTATED, Side.SELL, 5.0, 20.0, 0.0, 70_000L));
    assertThat(step.executions()).extracting(Execution::execId).doesNotHaveDuplicates();
    assertThat(step.alerts())
        .containsExactly(
            Alert.of(
                70_000,
                "RECONCILED",
                "portfolio=main symbol=A held=40.0 reported=50.0 price=104.0 execId="
                    + step.executions().get(0).execId()),
            Alert.of(
                70_000,
                "RECONCILED",
                "portfolio=main symbol=B held=0.0 reported=-5.0 price=20.0 execId="
                    + step.executions().get(1).execId()));
    assertThat(step.state().holdings().get("A"))
        .returns(50.0, Holding::quantity)
        .returns(100.8, Holding::avgPrice);
    // 96,000 − 10 · 104 + 5 · 20; A is still marked at 100.
    assertThat(step.snapshot())
        .returns(95_060.0, PortfolioSnapshot::cash)
        .returns(4_900.0, PortfolioSnapshot::positionsValue);

    assertNothing(reconcile(step, report));
    assertNothing(
        reconcile(
            step, report(71_000, UNSAID, report.positions().get(0), report.positions().get(1))));
  }

  @Test
  void whatIsNotReportedIsNotHeldAndIsGivenUpAtTheLastClose() {
    PortfolioStep marked = engine.step(held().state(), time(1), List.of(at("A", 1, 103, 0, 0)));
    PortfolioStep step = reconcile(marked, report(time(1), UNSAID));
    assertThat(step.executions())
        .extracting(Execution::side, Execution::lastQty, Execution::lastPx)
        .containsExactly(tuple(Side.SELL, 40.0, 103.0));
    assertThat(step.state().holdings()).isEmpty();
    assertThat(step.snapshot())
        .returns(120.0, PortfolioSnapshot::realisedPnl)
        .returns(100_120.0, PortfolioSnapshot::equity);
  }

  @Test
  void cashFollowsAndTheDifferenceIsBookedAsCommission() {
    PortfolioStep step = reconcile(held(), report(70_000, 95_990, new Position("A", 40, 100)));
    assertThat(step.executions())
        .extracting(
            Execution::symbol, Execution::execType, Execution::lastQty, Execution::commission)
        .containsExactly(tuple("", ExecType.RESTATED, 0.0, 10.0));
    assertThat(step.alerts())
        .extracting(Alert::code, Alert::detail)
        .containsExactly(
            tuple(
                "RECONCILED",
                "portfolio=main cash=96000.0 reported=95990.0 execId="
                    + step.executions().get(0).execId()));
    assertThat(step.snapshot())
        .returns(95_990.0, PortfolioSnapshot::cash)
        .returns(10.0, PortfolioSnapshot::commission)
        .returns(99_990.0, PortfolioSnapshot::equity);
    assertThat(step.state().holdings()).containsOnlyKeys("A");
  }

  @Test
  void aSymbolWithAnOrderAtTheMarketIsLeftAndSoIsCash() {
    PortfolioStep sent = sent();
    Order entry = sent.orders().get(0);
    PortfolioStep step =
        reconcile(
            sent, report(70_000, 98_000, new Position("A", 10, 100), new Position("B", 1, 1)));
    assertThat(step.executions()).extracting(Execution::symbol).containsExactly("B");
    assertThat(step.alerts())
        .extracting(Alert::code, Alert::detail)
        .containsExactly(
            tuple(
                "RECONCILIATION_PENDING",
                "portfolio=main symbol=A held=0.0 reported=10.0 clOrdId=" + entry.clOrdId()),
            tuple(
                "RECONCILED",
                "portfolio=main symbol=B held=0.0 reported=1.0 price=1.0 execId="
                    + step.executions().get(0).execId()),
            tuple("RECONCILIATION_PENDING", "portfolio=main cash=99999.0 reported=98000.0"));

    // Once it is done the next report counts.
    PortfolioStep done = engine.execute(step.state(), 80_000, List.of(fill("e1", entry, 40, 100)));
    PortfolioStep last =
        reconcile(
            done, report(90_000, 95_000, new Position("A", 50, 100), new Position("B", 1, 1)));
    assertThat(last.executions())
        .extracting(Execution::symbol, Execution::lastQty, Execution::commission)
        .containsExactly(tuple("A", 10.0, 0.0), tuple("", 0.0, -1.0));
    assertThat(last.snapshot().cash()).isEqualTo(95_000);
  }

  @Test
  void aReportThatComesTooLateSaysSoOnceAndChangesNothing() {
    PortfolioStep marked = engine.step(held().state(), time(1), List.of(at("A", 1, 103, 0, 0)));
    PositionReport late = report(time(1) - 5, 0, new Position("A", 7, 1));
    PortfolioStep step = reconcile(marked, late);
    assertThat(step.alerts())
        .containsExactly(Alert.of(time(1) - 5, "REPORT_LATE", "portfolio=main behindMillis=5"));
    assertThat(step.executions()).isEmpty();
    assertThat(step.snapshot()).isEqualTo(marked.snapshot());
    assertNothing(reconcile(step, late));
  }

  @Test
  void aFillOfAnOrderThatNobodySentIsBookedAndMakesAnAlert() {
    PortfolioStep held = held();
    Order known = sent().orders().get(0);
    Order byHand = Order.market("main", "B", Side.BUY, 3, time(0), Purpose.ENTRY, "", "");
    PortfolioStep step =
        engine.execute(
            held.state(), 70_000, List.of(fill("e2", known, 1, 100), fill("e3", byHand, 3, 50)));
    assertThat(step.executions()).hasSize(2);
    assertThat(step.alerts())
        .containsExactly(
            Alert.of(
                time(0) + 1,
                "UNKNOWN_ORDER",
                "portfolio=main symbol=B clOrdId=" + byHand.clOrdId() + " execId=e3"));
    assertThat(step.state().holdings().get("B").quantity()).isEqualTo(3);
    assertThat(step.snapshot().cash()).isEqualTo(100_000 - 4_100 - 150);
    // A repeat is no news.
    assertThat(engine.execute(step.state(), 70_000, List.of(fill("e3", byHand, 3, 50))).alerts())
        .isEmpty();
  }

  @Test
  void ordersAreForgottenBeforeMemoryGrowsAndNoAlertIsMadeOfThose() {
    PortfolioState state = sent().state();
    Order first = sent().orders().get(0);
    int most = 0;
    for (int n = 3; n < 3 + 2 * PortfolioBook.REMEMBERED_ORDERS; n += 3) {
      PortfolioStep step = engine.step(state, time(n), List.of(at("A", n, 100, 0.5, 0.8)));
      state = step.state();
      most = Math.max(most, state.orderIds().size());
    }
    assertThat(most).isLessThanOrEqualTo(2 * PortfolioBook.REMEMBERED_ORDERS);
    assertThat(state.orderIds()).hasSizeGreaterThan(PortfolioBook.REMEMBERED_ORDERS / 2);
    assertThat(engine.execute(state, 70_000, List.of(fill("e1", first, 1, 100))).alerts())
        .isEmpty();
  }
}
