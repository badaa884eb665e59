package io.minhos.domain.risk;

import static io.minhos.domain.risk.Signals.at;
import static io.minhos.domain.risk.Signals.signal;
import static io.minhos.domain.risk.Signals.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.orders.OrdStatus;
import io.minhos.domain.orders.OrdType;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.orders.Side;
import io.minhos.domain.signals.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** 100,000 of cash, at most 5 % a position, stop 2 and target 3 ATR away, three bars, no cost. */
class PortfolioEngineTest {

  private static final RiskConfig RISK =
      new RiskConfig(100_000, 0.05, 0.05, 0.25, 0.3, 0.1, 2, 3, 3, 1);
  private static final ExecutionConfig FREE = new ExecutionConfig(0, 0);
  private static final Instruments INSTRUMENTS =
      new Instruments(
          Map.of(
              "LOT10", new Instrument(0.01, 10, false),
              "TICK", new Instrument(0.25, 1, false),
              "SPREAD", new Instrument(0.01, 1, true)),
          new Instrument(0.01, 1, false),
          false);

  private final PortfolioEngine engine = PortfolioEngine.simulated(RISK, FREE, INSTRUMENTS);

  private PortfolioStep first(Signal... signals) {
    return engine.step(engine.initial("main"), signals[0].time(), List.of(signals));
  }

  private PortfolioStep next(PortfolioStep before, Signal... signals) {
    return engine.step(before.state(), signals[0].time(), List.of(signals));
  }

  /** Long 40 at 100, filled at the open of bar 1, stop 96, target 106. */
  private PortfolioStep entered() {
    return next(first(at("A", 0, 100, 0.5, 0.8)), at("A", 1, 100, 0, 0));
  }

  private static void assertOnlyDecision(PortfolioStep step, Outcome outcome, String reason) {
    assertThat(step.decisions())
        .extracting(Decision::outcome, Decision::reason)
        .containsExactly(tuple(outcome, reason));
  }

  private void assertDenied(Signal signal, String reason) {
    PortfolioStep step = first(signal);
    assertOnlyDecision(step, Outcome.DENIED, reason);
    assertThat(step.orders()).isEmpty();
    assertThat(step.decisions().get(0).clOrdId()).isEmpty();
    assertThat(step.state().holdings()).isEmpty();
  }

  @Test
  void entryIsSentWithStopAndTargetAndItsEvidence() {
    Signal signal = at("A", 0, 100, 0.5, 0.8);
    PortfolioStep step = first(signal);

    // 5 % · 0.8 of 100,000 at 100 is 40.
    assertThat(step.orders())
        .extracting(Order::purpose, Order::side, Order::ordType, Order::orderQty)
        .containsExactly(
            tuple(Purpose.ENTRY, Side.BUY, OrdType.MARKET, 40.0),
            tuple(Purpose.STOP, Side.SELL, OrdType.STOP, 40.0),
            tuple(Purpose.TARGET, Side.SELL, OrdType.LIMIT, 40.0));
    assertThat(step.orders().get(1).stopPx()).isEqualTo(96);
    assertThat(step.orders().get(2).price()).isEqualTo(106);
    Decision decision = step.decisions().get(0);
    assertThat(step.orders()).extracting(Order::decisionId).containsOnly(decision.decisionId());
    assertThat(decision)
        .returns(Outcome.ENTER, Decision::outcome)
        .returns("", Decision::reason)
        .returns(step.orders().get(0).clOrdId(), Decision::clOrdId)
        .returns(0.5, Decision::strength)
        .returns(0.8, Decision::confidence)
        .returns(signal.components(), Decision::components)
        .returns(signal.fired(), Decision::fired)
        .returns(100.0, Decision::price)
        .returns(100_000.0, Decision::equity)
        .returns(40.0, Decision::quantity)
        .returns(96.0, Decision::stopPx)
        .returns(106.0, Decision::targetPx);
    assertThat(decision.fraction()).isEqualTo(0.04, within(1e-15));
    assertThat(step.executions()).isEmpty();
    assertThat(step.snapshot().openPositions()).isZero();
  }

  @Test
  void shortEntryMirrorsIt() {
    List<Order> orders = first(at("A", 0, 100, -0.5, 0.8)).orders();
    assertThat(orders).extracting(Order::side).containsExactly(Side.SELL, Side.BUY, Side.BUY);
    assertThat(orders.get(1).stopPx()).isEqualTo(104);
    assertThat(orders.get(2).price()).isEqualTo(94);
  }

  @Test
  void barriersRoundToTheTickAwayFromThePrice() {
    // 100 ∓ 0.2 and ± 0.3 on a grid of 0.25.
    Signal up = signal("TICK", 0, 100, 100, 100, 100, 0.5, 0.8, 0.1);
    assertThat(first(up).decisions().get(0))
        .returns(99.75, Decision::stopPx)
        .returns(100.5, Decision::targetPx);
    Signal down = signal("TICK", 0, 100, 100, 100, 100, -0.5, 0.8, 0.1);
    assertThat(first(down).decisions().get(0))
        .returns(100.25, Decision::stopPx)
        .returns(99.5, Decision::targetPx);
    // On the tick they stay, and read as decimals: 0.3 − 2 · 0.05, 0.3 + 3 · 0.05.
    Signal small = signal("A", 0, 0.3, 0.3, 0.3, 0.3, 0.5, 0.8, 0.05);
    assertThat(first(small).decisions().get(0))
        .returns(0.2, Decision::stopPx)
        .returns(0.45, Decision::targetPx);
  }

  @Test
  void fillIsBookedAtTheNextOpenAndMarkedAtTheClose() {
    PortfolioEngine costly =
        PortfolioEngine.simulated(RISK, new ExecutionConfig(5, 10), INSTRUMENTS);
    PortfolioStep decided =
        costly.step(costly.initial("main"), time(0), List.of(at("A", 0, 100, 0.5, 0.8)));
    PortfolioStep filled =
        costly.step(decided.state(), time(1), List.of(signal("A", 1, 101, 103, 100, 102, 0, 0, 2)));

    // ⌊4,000 / 100.1⌋ = 39 at 101 · 1.001, commission 5 bps.
    double notional = 39 * 101 * 1.001;
    assertThat(filled.executions()).hasSize(1);
    PortfolioSnapshot snapshot = filled.snapshot();
    assertThat(snapshot.cash()).isEqualTo(100_000 - notional * 1.0005, within(1e-6));
    assertThat(snapshot.positionsValue()).isEqualTo(39 * 102.0, within(1e-6));
    assertThat(snapshot.commission()).isEqualTo(notional * 5e-4, within(1e-6));
    assertThat(snapshot.unrealisedPnl()).isEqualTo(39 * 102 - notional, within(1e-6));
    assertThat(snapshot.realisedPnl()).isZero();
    assertThat(snapshot.grossExposure()).isEqualTo(39 * 102.0, within(1e-6));
    assertThat(snapshot.openPositions()).isEqualTo(1);
    Holding holding = filled.state().holdings().get("A");
    assertThat(holding)
        .returns(39.0, Holding::quantity)
        .returns(102.0, Holding::lastPrice)
        .returns(1, Holding::barsHeld)
        .returns(60_000L, Holding::entryTime)
        .returns(decided.orders().get(0).clOrdId(), Holding::entryClOrdId);
    assertThat(holding.working())
        .extracting(Order::purpose)
        .containsExactly(Purpose.STOP, Purpose.TARGET);
    assertOnlyDecision(filled, Outcome.HOLD, "");
  }

  @Test
  void oppositeSignalExitsAtTheNextOpenAndCancelsTheBracket() {
    PortfolioStep entered = entered();
    String entry = entered.state().holdings().get("A").entryClOrdId();
    PortfolioStep decided = next(entered, at("A", 2, 101, -0.5, 0.8));
    assertOnlyDecision(decided, Outcome.EXIT, "EXIT_OPPOSITE: held=LONG got=SHORT");
    assertThat(decided.orders())
        .extracting(Order::purpose, Order::side, Order::orderQty, Order::origClOrdId)
        .containsExactly(tuple(Purpose.EXIT_OPPOSITE, Side.SELL, 40.0, entry));
    assertThat(decided.decisions().get(0))
        .returns(decided.orders().get(0).clOrdId(), Decision::clOrdId)
        .returns(40.0, Decision::quantity);

    PortfolioStep closed = next(decided, at("A", 3, 102, 0, 0));
    assertThat(closed.executions())
        .extracting(Execution::execType)
        .containsExactly(ExecType.TRADE, ExecType.CANCELED, ExecType.CANCELED);
    assertThat(closed.snapshot())
        .returns(80.0, PortfolioSnapshot::realisedPnl)
        .returns(100_080.0, PortfolioSnapshot::cash)
        .returns(100_080.0, PortfolioSnapshot::equity)
        .returns(0, PortfolioSnapshot::openPositions);
    assertThat(closed.state().holdings()).isEmpty();
    assertOnlyDecision(closed, Outcome.NEUTRAL, "");
  }

  @Test
  void weakOppositeSignalIsNoExit() {
    assertOnlyDecision(next(entered(), at("A", 2, 101, -0.5, 0.2)), Outcome.HOLD, "");
    assertOnlyDecision(next(entered(), at("A", 2, 101, -0.05, 0.9)), Outcome.HOLD, "");
  }

  @Test
  void horizonExitsAfterItsBars() {
    PortfolioStep second = next(entered(), at("A", 2, 101, 0, 0));
    assertOnlyDecision(second, Outcome.HOLD, "");
    PortfolioStep third = next(second, at("A", 3, 101, 0.5, 0.8));
    assertOnlyDecision(third, Outcome.EXIT, "EXIT_HORIZON: limit=3 got=3");
    PortfolioStep closed = next(third, at("A", 4, 99, 0, 0));
    assertThat(closed.snapshot().realisedPnl()).isEqualTo(-40);
  }

  @Test
  void stopAndTargetCloseThePosition() {
    PortfolioStep stopped = next(entered(), signal("A", 2, 100, 101, 95, 97, 0, 0, 2));
    assertThat(stopped.snapshot().realisedPnl()).isEqualTo(40 * -4.0);
    assertThat(stopped.state().holdings()).isEmpty();

    PortfolioStep taken = next(entered(), signal("A", 2, 100, 107, 99, 105, 0, 0, 2));
    assertThat(taken.snapshot().realisedPnl()).isEqualTo(40 * 6.0);
    assertThat(taken.state().holdings()).isEmpty();
  }

  @Test
  void stopInTheEntryBarLeavesThePortfolioFlat() {
    PortfolioStep step =
        next(first(at("A", 0, 100, 0.5, 0.8)), signal("A", 1, 100, 101, 95, 100, 0.5, 0.8, 2));
    assertThat(step.snapshot().realisedPnl()).isEqualTo(40 * -4.0);
    // Flat again at the close, so this bar's own signal may enter.
    assertOnlyDecision(step, Outcome.ENTER, "");
    assertThat(step.state().holdings().get("A").working()).hasSize(3);
  }

  @Test
  void shortPositionEarnsAsThePriceFalls() {
    PortfolioStep sold = next(first(at("A", 0, 100, -0.5, 0.8)), at("A", 1, 100, 0, 0));
    assertThat(sold.snapshot())
        .returns(104_000.0, PortfolioSnapshot::cash)
        .returns(-4_000.0, PortfolioSnapshot::positionsValue)
        .returns(4_000.0, PortfolioSnapshot::grossExposure);
    PortfolioStep lower = next(sold, at("A", 2, 98, 0, 0));
    assertThat(lower.snapshot())
        .returns(80.0, PortfolioSnapshot::unrealisedPnl)
        .returns(100_080.0, PortfolioSnapshot::equity);
    PortfolioStep taken = next(lower, at("A", 3, 93, 0, 0));
    assertThat(taken.snapshot()).returns(280.0, PortfolioSnapshot::realisedPnl);
  }

  @Test
  void drawdownIsMeasuredFromThePeak() {
    PortfolioStep up = next(entered(), at("A", 2, 105, 0, 0));
    assertThat(up.snapshot().drawdown()).isZero();
    PortfolioStep down = next(up, at("A", 3, 97, 0, 0));
    double expected = 1 - 99_880.0 / 100_200.0;
    assertThat(down.snapshot().drawdown()).isEqualTo(expected, within(1e-12));
    PortfolioStep better = next(down, at("A", 4, 99, 0, 0));
    assertThat(better.snapshot().drawdown()).isEqualTo(1 - 99_960.0 / 100_200.0, within(1e-12));
    assertThat(better.snapshot().maxDrawdown()).isEqualTo(expected, within(1e-12));
  }

  @Test
  void denialsAreCoded() {
    assertDenied(at("A", 0, 100, 0.5, 0.21), "MIN_CONFIDENCE: limit=0.3 got=0.21");
    assertDenied(at("A", 0, 100, 0.5, Double.NaN), "MIN_CONFIDENCE: limit=0.3 got=NaN");
    assertDenied(at("A", 0, 100, -0.05, 0.8), "MIN_STRENGTH: limit=0.1 got=0.05");
    assertDenied(at("A", 0, 0, 0.5, 0.8), "NON_POSITIVE_PRICE: price=0.0");
    assertDenied(at("SPREAD", 0, -3, 0.5, 0.8), "NON_POSITIVE_PRICE: price=-3.0");
    assertDenied(signal("A", 0, 100, 100, 100, 100, 0.5, 0.8, Double.NaN), "ATR_UNKNOWN: atr=NaN");
    assertDenied(signal("A", 0, 100, 100, 100, 100, 0.5, 0.8, 0), "ATR_UNKNOWN: atr=0.0");
    assertDenied(
        signal("A", 0, 100, 100, 100, 100, 0.5, 0.8, 50),
        "BARRIER_NOT_POSITIVE: stopPx=0.0 targetPx=250.0");
    assertDenied(at("LOT10", 0, 500, 0.5, 0.5), "QTY_BELOW_LOT: lot=10.0 asked=5.0");
  }

  @Test
  void barriersMayBeNegativeWherePricesMay() {
    Signal signal = signal("SPREAD", 0, 100, 100, 100, 100, 0.5, 0.8, 60);
    assertThat(first(signal).decisions().get(0))
        .returns(Outcome.ENTER, Decision::outcome)
        .returns(-20.0, Decision::stopPx);
  }

  @Test
  void equityIsNeededToEnter() {
    PortfolioState broke =
        new PortfolioState(
            "main", 100_000, -1, 0, 0, 100_000, 0, Map.of(), Map.of(), 0, 0, Map.of(), 0, null);
    assertOnlyDecision(
        engine.step(broke, time(0), List.of(at("A", 0, 100, 0.5, 0.8))),
        Outcome.DENIED,
        "NO_EQUITY: equity=-1.0");
  }

  @Test
  void openPositionTakesNoMore() {
    assertOnlyDecision(
        next(entered(), at("A", 2, 100, 0.5, 0.8)),
        Outcome.DENIED,
        "POSITION_OPEN: quantity=40.0 barsHeld=2");
  }

  @Test
  void lotsRoundDown() {
    assertThat(first(at("LOT10", 0, 105, 0.5, 0.8)).orders().get(0).orderQty()).isEqualTo(30);
  }

  @Test
  void capBindsWhereTheFractionAsksForMore() {
    RiskConfig greedy = new RiskConfig(100_000, 0.05, 0.5, 0.25, 0.3, 0.1, 2, 3, 3, 1);
    PortfolioEngine capped =
        PortfolioEngine.simulated(greedy, new ExecutionConfig(0, 100), INSTRUMENTS);
    Decision decision =
        capped
            .step(
                capped.initial("main"), time(0), List.of(signal("A", 0, 1, 1, 1, 1, 0.5, 0.8, 0.1)))
            .decisions()
            .get(0);
    assertThat(decision.fraction()).isEqualTo(0.05);
    // The fill, 1 % worse than the price, keeps to the cap as well: ⌊5,000 / 1.01⌋.
    assertThat(decision.quantity()).isEqualTo(4950);
  }

  @Test
  void entriesOfOneTimeReserveInOrderOfSymbols() {
    // A position takes 4 %; gross exposure is capped at 10 %.
    RiskConfig tight = new RiskConfig(100_000, 0.05, 0.05, 0.25, 0.3, 0.1, 2, 3, 3, 0.1);
    PortfolioEngine small = PortfolioEngine.simulated(tight, FREE, INSTRUMENTS);
    PortfolioStep step =
        small.step(
            small.initial("main"),
            time(0),
            List.of(
                at("A", 0, 100, 0.5, 0.8), at("B", 0, 100, -0.5, 0.8), at("C", 0, 100, 0.5, 0.8)));
    assertThat(step.decisions())
        .extracting(Decision::symbol, Decision::outcome, Decision::reason)
        .containsExactly(
            tuple("A", Outcome.ENTER, ""),
            tuple("B", Outcome.ENTER, ""),
            tuple("C", Outcome.DENIED, "GROSS_EXPOSURE: limit=0.1 asked=0.12"));

    // Orders that still work keep their reservation, and so does what is held.
    PortfolioStep later = small.step(step.state(), time(1), List.of(at("C", 1, 100, 0.5, 0.8)));
    assertOnlyDecision(later, Outcome.DENIED, "GROSS_EXPOSURE: limit=0.1 asked=0.12");
    PortfolioStep filled =
        small.step(
            later.state(),
            time(2),
            List.of(at("A", 2, 100, 0, 0), at("B", 2, 100, 0, 0), at("C", 2, 100, 0.5, 0.8)));
    assertThat(filled.decisions().get(2).reason())
        .isEqualTo("GROSS_EXPOSURE: limit=0.1 asked=0.12");
  }

  @Test
  void symbolsWithoutABarKeepTheirLastPrice() {
    PortfolioStep step = next(entered(), at("B", 2, 50, 0, 0));
    assertThat(step.snapshot().positionsValue()).isEqualTo(4_000);
    assertThat(step.state().holdings().get("A").barsHeld()).isEqualTo(1);
  }

  @Test
  void signalsOutOfOrderAreRefused() {
    assertThatThrownBy(() -> first(at("B", 0, 1, 0, 0), at("A", 0, 1, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A at 59999 after B");
    assertThatThrownBy(() -> first(at("A", 0, 1, 0, 0), at("A", 0, 1, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> first(at("A", 0, 1, 0, 0), at("B", 1, 1, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // An external venue.

  private final PortfolioEngine outside =
      PortfolioEngine.external(RISK, FREE, INSTRUMENTS, 2 * Signals.MINUTE);

  private static Execution report(
      String execId, Order order, ExecType type, OrdStatus status, double qty, double px) {
    return new Execution(
        execId,
        order.clOrdId(),
        order.portfolio(),
        order.symbol(),
        order.side(),
        type,
        status,
        qty,
        px,
        0,
        0,
        0,
        type == ExecType.TRADE ? 1 : 0,
        70_000);
  }

  @Test
  void externalFillsAreBookedOnce() {
    PortfolioStep decided =
        outside.step(outside.initial("main"), time(0), List.of(at("A", 0, 100, 0.5, 0.8)));
    Order entry = decided.orders().get(0);

    // No venue inside: the next bar fills nothing, and the order still works.
    PortfolioStep waiting =
        outside.step(decided.state(), time(1), List.of(at("A", 1, 101, 0.5, 0.8)));
    assertThat(waiting.executions()).isEmpty();
    assertOnlyDecision(waiting, Outcome.HOLD, "ORDER_WORKING: clOrdId=" + entry.clOrdId());

    Execution part = report("e1", entry, ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 10, 101);
    Execution rest = report("e2", entry, ExecType.TRADE, OrdStatus.FILLED, 30, 102);
    PortfolioStep filled = outside.execute(waiting.state(), 70_000, List.of(part, part, rest));
    assertThat(filled.executions()).containsExactly(part, rest);
    assertThat(filled.snapshot().cash()).isEqualTo(100_000 - 1_010 - 3_060 - 2);
    Holding holding = filled.state().holdings().get("A");
    assertThat(holding.quantity()).isEqualTo(40);
    assertThat(holding.avgPrice()).isEqualTo(101.75);
    assertThat(holding.working())
        .extracting(Order::purpose)
        .containsExactly(Purpose.STOP, Purpose.TARGET);

    PortfolioStep repeated = outside.execute(filled.state(), 80_000, List.of(rest));
    assertThat(repeated.executions()).isEmpty();
    assertThat(repeated.snapshot().cash()).isEqualTo(filled.snapshot().cash());
  }

  @Test
  void rejectedEntryTakesItsBracketAlong() {
    PortfolioStep decided =
        outside.step(outside.initial("main"), time(0), List.of(at("A", 0, 100, 0.5, 0.8)));
    Execution refusal =
        report("e1", decided.orders().get(0), ExecType.REJECTED, OrdStatus.REJECTED, 0, Double.NaN);
    PortfolioStep after = outside.execute(decided.state(), 70_000, List.of(refusal));
    assertThat(after.state().holdings()).isEmpty();
    assertThat(after.snapshot().equity()).isEqualTo(100_000);
  }

  private PortfolioStep outside(PortfolioStep before, Signal... signals) {
    return outside.step(before.state(), signals[0].time(), List.of(signals));
  }

  private PortfolioStep outside(PortfolioStep before, Execution... executions) {
    return outside.execute(before.state(), executions[0].transactTime(), List.of(executions));
  }

  /** An entry that nobody answers, up to the signal at which it lapses. */
  private PortfolioStep unanswered() {
    PortfolioStep sent =
        outside.step(outside.initial("main"), time(0), List.of(at("A", 0, 100, 0.5, 0.8)));
    return outside(sent, at("A", 2, 100, 0.5, 0.8));
  }

  /** Long 40 at 100, filled by an external venue. */
  private PortfolioStep held() {
    PortfolioStep sent =
        outside.step(outside.initial("main"), time(0), List.of(at("A", 0, 100, 0.5, 0.8)));
    return outside(
        sent, report("e1", sent.orders().get(0), ExecType.TRADE, OrdStatus.FILLED, 40, 100));
  }

  private static void assertCancels(PortfolioStep step, Order order) {
    assertThat(step.orders())
        .singleElement()
        .returns(Purpose.CANCEL, Order::purpose)
        .returns(order.clOrdId(), Order::origClOrdId)
        .returns(0.0, Order::orderQty)
        .returns(order.side(), Order::side);
  }

  @Test
  void anEntryThatNobodyAnswersLapsesAndTheSymbolTradesAgain() {
    PortfolioStep sent =
        outside.step(outside.initial("main"), time(0), List.of(at("A", 0, 100, 0.5, 0.8)));
    Order entry = sent.orders().get(0);
    PortfolioStep waiting = outside(sent, at("A", 1, 100, 0.5, 0.8));
    assertOnlyDecision(waiting, Outcome.HOLD, "ORDER_WORKING: clOrdId=" + entry.clOrdId());

    PortfolioStep lapsed = outside(waiting, at("A", 2, 100, 0.5, 0.8));
    assertOnlyDecision(
        lapsed,
        Outcome.HOLD,
        "ORDER_UNANSWERED: clOrdId=" + entry.clOrdId() + " timeoutMillis=120000");
    assertCancels(lapsed, entry);
    assertThat(lapsed.orders().get(0).decisionId())
        .isEqualTo(lapsed.decisions().get(0).decisionId());
    assertThat(lapsed.state().holdings()).isEmpty();

    PortfolioStep again = outside(lapsed, at("A", 3, 100, 0.5, 0.8));
    assertOnlyDecision(again, Outcome.ENTER, "");
    assertThat(again.orders().get(0).clOrdId()).isNotEqualTo(entry.clOrdId());
  }

  @Test
  void aFillOfALapsedOrderIsBookedAndHeldLikeAnyOther() {
    PortfolioStep lapsed = unanswered();
    Order entry = Order.market("main", "A", Side.BUY, 40, time(0), Purpose.ENTRY, "", "");
    PortfolioStep late =
        outside(lapsed, report("e1", entry, ExecType.TRADE, OrdStatus.FILLED, 40, 101));
    assertThat(late.executions()).hasSize(1);
    assertThat(late.orders()).isEmpty();
    assertThat(late.snapshot().cash()).isEqualTo(100_000 - 4_040 - 1);
    assertThat(late.snapshot().equity()).isEqualTo(100_000 - 1);
    assertThat(late.state().holdings().get("A").entryClOrdId()).isEqualTo(entry.clOrdId());
    PortfolioStep next = outside(late, at("A", 3, 102, 0.5, 0.8));
    assertOnlyDecision(next, Outcome.DENIED, "POSITION_OPEN: quantity=40.0 barsHeld=1");
    assertThat(next.snapshot().equity()).isEqualTo(100_000 - 1 + 40);
  }

  @Test
  void ofAnEntryThatLapsesInPartThePartStays() {
    PortfolioStep sent =
        outside.step(outside.initial("main"), time(0), List.of(at("A", 0, 100, 0.5, 0.8)));
    Order entry = sent.orders().get(0);
    PortfolioStep part =
        outside(sent, report("e1", entry, ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 10, 100));
    PortfolioStep lapsed = outside(part, at("A", 2, 100, 0.5, 0.8));
    assertThat(lapsed.decisions().get(0).reason()).startsWith("ORDER_UNANSWERED: ");
    assertCancels(lapsed, entry);
    assertThat(lapsed.state().holdings().get("A"))
        .returns(10.0, Holding::quantity)
        .extracting(Holding::working)
        .isEqualTo(sent.orders().subList(1, 3));
    PortfolioStep exit = outside(lapsed, at("A", 3, 100, -0.5, 0.8));
    assertThat(exit.orders()).extracting(Order::orderQty).containsExactly(10.0);
  }

  @Test
  void aFillOfALapsedExitCancelsTheOneThatWasSentInItsPlace() {
    PortfolioStep exit = outside(held(), at("A", 1, 100, -0.5, 0.8));
    PortfolioStep lapsed = outside(exit, at("A", 3, 100, -0.5, 0.8));
    assertCancels(lapsed, exit.orders().get(0));
    assertThat(lapsed.state().holdings().get("A").working())
        .extracting(Order::purpose)
        .containsExactly(Purpose.STOP, Purpose.TARGET);
    PortfolioStep again = outside(lapsed, at("A", 4, 100, -0.5, 0.8));
    Order second = again.orders().get(0);
    assertThat(second)
        .returns(Purpose.EXIT_OPPOSITE, Order::purpose)
        .returns(40.0, Order::orderQty);
    assertThat(second.clOrdId()).isNotEqualTo(exit.orders().get(0).clOrdId());

    PortfolioStep late =
        outside(
            again, report("e2", exit.orders().get(0), ExecType.TRADE, OrdStatus.FILLED, 40, 100));
    assertCancels(late, second);
    assertThat(late.snapshot().time()).isEqualTo(time(4));
    assertThat(late.orders().get(0).transactTime()).isEqualTo(time(4));
    assertThat(late.orders().get(0).decisionId()).isEqualTo(second.decisionId());
    PortfolioStep cancelled =
        outside(late, report("e3", second, ExecType.CANCELED, OrdStatus.CANCELED, 0, 0));
    assertThat(cancelled.state().holdings()).isEmpty();
    assertThat(cancelled.snapshot().equity()).isEqualTo(100_000 - 2);

    // Where both fill, the books say so.
    PortfolioStep both =
        outside(late, report("e4", second, ExecType.TRADE, OrdStatus.FILLED, 40, 100));
    assertThat(both.state().holdings().get("A").quantity()).isEqualTo(-40);
    assertThat(both.snapshot().equity()).isEqualTo(100_000 - 3);
  }

  /** Parts of a lapsed exit, while the one that was sent in its place works. */
  @Test
  void anOrderIsAskedToBeCancelledOnceHoweverManyPartsAnotherFillsIn() {
    PortfolioStep exit = outside(held(), at("A", 1, 100, -0.5, 0.8));
    PortfolioStep lapsed = outside(exit, at("A", 3, 100, -0.5, 0.8));
    PortfolioStep again = outside(lapsed, at("A", 4, 100, -0.5, 0.8));
    Order first = exit.orders().get(0);
    Order second = again.orders().get(0);
    PortfolioStep parts =
        outside(
            again,
            report("e2", first, ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 10, 100),
            report("e3", first, ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 10, 100));
    assertCancels(parts, second);
    PortfolioStep third =
        outside.execute(
            parts.state(),
            time(5) - 1,
            List.of(report("e4", first, ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 10, 100)));
    assertThat(third.orders()).isEmpty();

    PortfolioStep unanswered = outside(third, at("A", 6, 100, -0.5, 0.8));
    assertThat(unanswered.decisions().get(0).reason()).startsWith("ORDER_UNANSWERED: ");
    assertThat(unanswered.orders()).isEmpty();
    // That was of the second; a third order is one of its own.
    PortfolioStep rest = outside(unanswered, at("A", 7, 100, -0.5, 0.8));
    assertThat(rest.orders()).extracting(Order::orderQty).containsExactly(10.0);
    PortfolioStep last =
        outside(rest, report("e5", first, ExecType.TRADE, OrdStatus.FILLED, 10, 100));
    assertCancels(last, rest.orders().get(0));
  }

  @Test
  void anUnansweredEntryReservesNothingEvenWhereItsSymbolHasNoBar() {
    RiskConfig tight = new RiskConfig(100_000, 0.05, 0.05, 0.25, 0.3, 0.1, 2, 3, 3, 0.05);
    PortfolioEngine small = PortfolioEngine.external(tight, FREE, INSTRUMENTS, 2 * Signals.MINUTE);
    PortfolioStep sent =
        small.step(small.initial("main"), time(0), List.of(at("A", 0, 100, 0.5, 0.8)));
    PortfolioStep waiting = small.step(sent.state(), time(1), List.of(at("B", 1, 100, 0.5, 0.8)));
    assertOnlyDecision(waiting, Outcome.DENIED, "GROSS_EXPOSURE: limit=0.05 asked=0.08");
    PortfolioStep freed = small.step(waiting.state(), time(2), List.of(at("B", 2, 100, 0.5, 0.8)));
    assertOnlyDecision(freed, Outcome.ENTER, "");
  }

  @Test
  void fillBeyondZeroRealisesAndOpensTheOtherSide() {
    Order buy = Order.market("main", "A", Side.BUY, 10, 0, Purpose.ENTRY, "", "");
    Order sell = Order.market("main", "A", Side.SELL, 15, 1, Purpose.ENTRY, "", "");
    PortfolioStep step =
        outside.execute(
            outside.initial("main"),
            70_000,
            List.of(
                report("e1", buy, ExecType.TRADE, OrdStatus.FILLED, 10, 100),
                report("e2", sell, ExecType.TRADE, OrdStatus.FILLED, 15, 104)));
    assertThat(step.snapshot().realisedPnl()).isEqualTo(40);
    assertThat(step.state().holdings().get("A"))
        .returns(-5.0, Holding::quantity)
        .returns(104.0, Holding::avgPrice)
        .returns(sell.clOrdId(), Holding::entryClOrdId);
  }

  @Test
  void partsOfALotLeaveNoDust() {
    Order buy = Order.market("main", "A", Side.BUY, 0.3, 0, Purpose.ENTRY, "", "");
    Order sell = Order.market("main", "A", Side.SELL, 0.3, 1, Purpose.EXIT_HORIZON, "", "");
    List<Execution> executions = new ArrayList<>();
    executions.add(report("e0", buy, ExecType.TRADE, OrdStatus.FILLED, 0.3, 100));
    for (int i = 1; i <= 3; i++) {
      executions.add(report("e" + i, sell, ExecType.TRADE, OrdStatus.FILLED, 0.1, 101));
    }
    PortfolioStep step = outside.execute(outside.initial("main"), 70_000, executions);
    assertThat(step.state().holdings()).isEmpty();
  }

  @Test
  void aSmallLastPartOfALargePositionLeavesNoDust() {
    Order buy = Order.market("main", "A", Side.BUY, 4950.123, 0, Purpose.ENTRY, "", "");
    Order sell = Order.market("main", "A", Side.SELL, 4950.123, 1, Purpose.EXIT_HORIZON, "", "");
    PortfolioStep step =
        outside.execute(
            outside.initial("main"),
            70_000,
            List.of(
                report("e1", buy, ExecType.TRADE, OrdStatus.FILLED, 4950.123, 1),
                report("e2", sell, ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 4950.122, 1),
                report("e3", sell, ExecType.TRADE, OrdStatus.FILLED, 0.001, 1)));
    assertThat(step.state().holdings()).isEmpty();
  }

  @Test
  void memoryOfExecutionsIsBounded() {
    Order buy = Order.market("main", "A", Side.BUY, 1, 0, Purpose.ENTRY, "", "");
    PortfolioState state = outside.initial("main");
    int n = 5 * PortfolioBook.REMEMBERED_EXECUTIONS;
    for (int i = 0; i < n; i++) {
      Execution execution = report("e" + i, buy, ExecType.TRADE, OrdStatus.FILLED, 1, 100);
      state = outside.execute(state, 70_000, List.of(execution)).state();
      assertThat(state.executionIds())
          .hasSizeLessThanOrEqualTo(2 * PortfolioBook.REMEMBERED_EXECUTIONS);
    }
    int oldest = n - PortfolioBook.REMEMBERED_EXECUTIONS;
    Execution repeat = report("e" + oldest, buy, ExecType.TRADE, OrdStatus.FILLED, 1, 100);
    assertThat(outside.execute(state, 70_000, List.of(repeat)).executions()).isEmpty();
  }

  @Test
  void executionsOfAnotherPortfolioAreRefused() {
    Order buy = Order.market("other", "A", Side.BUY, 1, 0, Purpose.ENTRY, "", "");
    Execution execution = report("e", buy, ExecType.TRADE, OrdStatus.FILLED, 1, 100);
    assertThatThrownBy(() -> outside.execute(outside.initial("main"), 70_000, List.of(execution)))
        .hasMessageContaining("another portfolio: other");
  }
}
