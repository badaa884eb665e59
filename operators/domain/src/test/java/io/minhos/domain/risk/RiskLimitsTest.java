package io.minhos.domain.risk;

import static io.minhos.domain.risk.Signals.at;
import static io.minhos.domain.risk.Signals.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.orders.OrdStatus;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.orders.Side;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.WinEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Each limit through the engine. A signal of confidence 0.8 asks for 5 % · 0.8 of 100,000: 40 at
 * 100, stop 96, target 106, no cost.
 */
class RiskLimitsTest {

  private static final ExecutionConfig FREE = new ExecutionConfig(0, 0);
  private static final Instruments INSTRUMENTS =
      new Instruments(Map.of(), new Instrument(0.01, 1, false), false);
  private static final int DAY = 24 * 60;

  private static RiskConfig risk(
      double maxGross, RiskAdjustments adjustments, Consumer<AnyLimits> limit) {
    AnyLimits limits = new AnyLimits();
    limit.accept(limits);
    return new RiskConfig(
        100_000,
        0.05,
        0.05,
        0.25,
        0.3,
        0.1,
        2,
        3,
        3,
        maxGross,
        252,
        adjustments,
        limits.limits(),
        HeatConfig.defaults(),
        OutcomeConfig.defaults());
  }

  private static PortfolioEngine engine(Consumer<AnyLimits> limit) {
    return PortfolioEngine.simulated(risk(1, RiskAdjustments.none(), limit), FREE, INSTRUMENTS);
  }

  private static PortfolioEngine outside(Consumer<AnyLimits> limit) {
    return PortfolioEngine.external(
        risk(1, RiskAdjustments.none(), limit), FREE, INSTRUMENTS, 60 * Signals.MINUTE);
  }

  private static PortfolioStep first(PortfolioEngine engine, Signal... signals) {
    return engine.step(engine.initial("main"), signals[0].time(), List.of(signals));
  }

  private static PortfolioStep next(
      PortfolioEngine engine, PortfolioStep before, Signal... signals) {
    return engine.step(before.state(), signals[0].time(), List.of(signals));
  }

  private static Signal up(String symbol, int n) {
    return at(symbol, n, 100, 0.5, 0.8);
  }

  private static Signal down(String symbol, int n) {
    return at(symbol, n, 100, -0.5, 0.8);
  }

  /** The signal where its bar has that defect. */
  private static Signal poor(Signal s, String defect) {
    return new Signal(
        s.symbol(),
        s.time(),
        s.direction(),
        s.strength(),
        s.confidence(),
        s.components(),
        s.bar().withDefect(defect),
        s.atr(),
        s.volatility(),
        s.trendStrength(),
        s.fired(),
        s.volumeRatio(),
        s.regime(),
        s.win());
  }

  private static Signal nothing(String symbol, int n, double price) {
    return at(symbol, n, price, 0, 0);
  }

  /** All entries but the last are sent, that one is denied. */
  private static void assertLastDenied(PortfolioStep step, String reason) {
    int last = step.decisions().size() - 1;
    assertThat(step.decisions().subList(0, last))
        .allSatisfy(d -> assertThat(d.outcome()).isEqualTo(Outcome.ENTER));
    assertThat(step.decisions().get(last))
        .returns(Outcome.DENIED, Decision::outcome)
        .returns(reason, Decision::reason);
    assertThat(step.orders()).hasSize(3 * last);
  }

  private static void assertEnters(PortfolioStep step) {
    assertThat(step.decisions()).extracting(Decision::outcome).containsOnly(Outcome.ENTER);
  }

  @Test
  void valueQuantityAndCollar() {
    assertLastDenied(
        first(engine(l -> l.maxOrderValue = 3_999), up("A", 0)),
        "MAX_ORDER_VALUE: limit=3999.0 asked=4000.0");
    assertEnters(first(engine(l -> l.maxOrderValue = 4_000), up("A", 0)));
    assertLastDenied(
        first(engine(l -> l.maxOrderQuantity = 39), up("A", 0)),
        "MAX_ORDER_QUANTITY: limit=39.0 asked=40.0");
    assertEnters(first(engine(l -> l.maxOrderQuantity = 40), up("A", 0)));
    // The target is the farther one.
    assertLastDenied(
        first(engine(l -> l.priceCollar = 0.05), down("A", 0)),
        "PRICE_COLLAR: limit=0.05 asked=0.06");
    assertEnters(first(engine(l -> l.priceCollar = 0.06), up("A", 0)));
  }

  @Test
  void exposures() {
    assertLastDenied(
        first(engine(l -> l.maxSymbolExposure = 0.03), up("A", 0)),
        "SYMBOL_EXPOSURE: limit=0.03 asked=0.04");
    assertEnters(first(engine(l -> l.maxSymbolExposure = 0.04), up("A", 0)));

    PortfolioEngine gross =
        PortfolioEngine.simulated(risk(0.07, RiskAdjustments.none(), l -> {}), FREE, INSTRUMENTS);
    assertLastDenied(
        first(gross, up("A", 0), down("B", 0)), "GROSS_EXPOSURE: limit=0.07 asked=0.08");

    PortfolioEngine net = engine(l -> l.maxNetExposure = 0.07);
    assertLastDenied(first(net, up("A", 0), up("B", 0)), "NET_EXPOSURE: limit=0.07 asked=0.08");
    assertLastDenied(first(net, down("A", 0), down("B", 0)), "NET_EXPOSURE: limit=0.07 asked=0.08");
    assertEnters(first(net, up("A", 0), down("B", 0), up("C", 0), down("D", 0)));

    PortfolioEngine group =
        engine(
            l -> {
              l.maxGroupExposure = 0.07;
              l.groups = Map.of("A", "metals", "B", "grains", "D", "metals");
            });
    assertLastDenied(
        first(group, up("A", 0), up("B", 0), up("C", 0), down("D", 0)),
        "GROUP_EXPOSURE: limit=0.07 asked=0.08 group=metals");
  }

  /** A net exposure beyond its limit, as prices moved or the limit fell, may be brought nearer. */
  @Test
  void whatBringsTheNetExposureNearerMayPassBeyondItsLimit() {
    PortfolioStep held = first(engine(l -> {}), up("A", 0), up("B", 0));
    PortfolioEngine tight = engine(l -> l.maxNetExposure = 0.03);
    PortfolioStep step =
        next(tight, held, nothing("A", 1, 100), nothing("B", 1, 100), down("C", 1), up("D", 1));
    assertThat(step.decisions())
        .extracting(Decision::symbol, Decision::reason)
        .contains(tuple("C", ""), tuple("D", "NET_EXPOSURE: limit=0.03 asked=0.08"));
    assertThat(step.decisions().get(2).outcome()).isEqualTo(Outcome.ENTER);
  }

  /** The sizer keeps to the cap already, so only the ledger itself can be asked for more. */
  @Test
  void positionFraction() {
    RiskConfig risk = risk(1, RiskAdjustments.none(), l -> {});
    ExposureLedger ledger = new ExposureLedger(risk, 100_000, 0);
    EntryPlan plan = new EntryPlan(0.06, 60, 96, 106, 6_000, null);
    assertThat(ledger.check(up("A", 0), Side.BUY, plan, 3).reason())
        .isEqualTo("MAX_POSITION_FRACTION: limit=0.05 asked=0.06");
  }

  /** 0.35 · 969,795.08 rounds up to 339,428.278 lots of a thousandth at a price of 1. */
  @Test
  void theCapHoldsWhereWhatIsAskedRoundsUpToALot() {
    RiskConfig risk = new RiskConfig(969_795.08, 0.35, 0.35, 0.25, 0.3, 0.1, 0.1, 0.1, 3, 1);
    PortfolioEngine engine =
        PortfolioEngine.simulated(
            risk, FREE, new Instruments(Map.of(), new Instrument(0.01, 0.001, false), false));
    PortfolioStep step = first(engine, at("A", 0, 1, 0.5, 1));
    assertEnters(step);
    assertThat(step.orders().get(0).orderQty()).isEqualTo(339_428.277);
  }

  @Test
  void openOrdersAndOrderRate() {
    PortfolioEngine open = engine(l -> l.maxOpenOrders = 5);
    PortfolioStep two = first(open, up("A", 0), up("B", 0));
    assertLastDenied(two, "MAX_OPEN_ORDERS: limit=5.0 asked=6.0");
    // Stop and target still work once the entry is filled: 2 and 3 are 5.
    assertThat(next(open, two, nothing("A", 1, 100), up("B", 1)).orders()).hasSize(3);

    PortfolioEngine rate = engine(l -> l.maxOrdersPerMinute = 5);
    PortfolioStep sent = first(rate, up("A", 0), up("B", 0));
    assertLastDenied(sent, "ORDER_RATE: limit=5.0 asked=6.0");
    // A minute later they are out of the window.
    assertThat(next(rate, sent, nothing("A", 1, 100), up("B", 1)).orders()).hasSize(3);
  }

  /** Exits are sent whatever the limits, and count. */
  @Test
  void exitsCountAgainstTheEntriesThatFollowThem() {
    PortfolioEngine rate =
        engine(
            l -> {
              l.maxOrdersPerMinute = 3;
              l.maxOpenOrders = 4;
            });
    PortfolioStep held = first(rate, up("A", 0));
    PortfolioStep step = next(rate, held, down("A", 1), up("B", 1));
    assertThat(step.orders()).extracting(Order::purpose).containsExactly(Purpose.EXIT_OPPOSITE);
    // Stop, target and exit of A work beside what B asks for.
    assertThat(step.decisions().get(1).reason()).isEqualTo("MAX_OPEN_ORDERS: limit=4.0 asked=6.0");
    PortfolioEngine open = engine(l -> l.maxOrdersPerMinute = 3);
    assertThat(next(open, first(open, up("A", 0)), down("A", 1), up("B", 1)).decisions().get(1))
        .returns("ORDER_RATE: limit=3.0 asked=4.0", Decision::reason);
  }

  /** A request to cancel is a message like any other, in its own step too. */
  @Test
  void requestsToCancelCountAgainstTheRate() {
    PortfolioEngine rate =
        PortfolioEngine.external(
            risk(1, RiskAdjustments.none(), l -> l.maxOrdersPerMinute = 3),
            FREE,
            INSTRUMENTS,
            Signals.MINUTE);
    PortfolioStep sent = first(rate, up("A", 0));
    PortfolioStep lapsed = next(rate, sent, up("A", 1), up("B", 1));
    assertThat(lapsed.orders()).extracting(Order::purpose).containsExactly(Purpose.CANCEL);
    assertThat(lapsed.decisions().get(1).reason()).isEqualTo("ORDER_RATE: limit=3.0 asked=4.0");
  }

  @Test
  void dailyLossEndsTheDay() {
    PortfolioEngine engine = engine(l -> l.maxDailyLoss = 0.01);
    PortfolioStep held = next(engine, first(engine, up("A", 0)), nothing("A", 1, 100));
    // The stop fills at the open of 70: 40 · 30 of 100,000 are lost; Python's 1 − 98800/100000.
    PortfolioStep lost = next(engine, held, nothing("A", 2, 70), up("B", 2));
    assertThat(lost.decisions().get(1).reason())
        .isEqualTo("MAX_DAILY_LOSS: limit=0.01 got=0.01200000000000001");
    assertThat(lost.snapshot().equity()).isEqualTo(98_800);
    PortfolioStep evening = next(engine, lost, up("B", DAY - 1));
    assertThat(evening.decisions().get(0).reason()).startsWith("MAX_DAILY_LOSS");
    assertEnters(next(engine, evening, up("B", DAY)));
  }

  @Test
  void drawdownEndsMoreThanTheDay() {
    PortfolioEngine engine = engine(l -> l.maxDrawdown = 0.01);
    PortfolioStep held = next(engine, first(engine, up("A", 0)), nothing("A", 1, 100));
    PortfolioStep lost = next(engine, held, nothing("A", 2, 70), up("B", 2));
    assertThat(lost.decisions().get(1).reason())
        .isEqualTo("MAX_DRAWDOWN: limit=0.01 got=0.01200000000000001");
    assertThat(next(engine, lost, up("B", DAY)).decisions().get(0).reason())
        .startsWith("MAX_DRAWDOWN");
  }

  @Test
  void aSignalFarBehindItsPortfolioIsStale() {
    PortfolioEngine engine = outside(l -> l.staleSeconds = 30);
    PortfolioState state = engine.initial("main");
    PortfolioStep later = engine.execute(state, time(0) + 30_000, List.of());
    assertEnters(next(engine, later, up("A", 0)));
    later = engine.execute(engine.initial("main"), time(0) + 30_500, List.of());
    assertLastDenied(next(engine, later, up("A", 0)), "STALE_DATA: limit=30.0 got=30.5");
  }

  @Test
  void poorDataDenyEntriesOfTheirSymbolAlone() {
    String defect = "measure=SPREAD limit=0.005 got=0.02";
    PortfolioEngine engine = engine(l -> {});
    PortfolioStep step = first(engine, up("A", 0), poor(up("B", 0), defect));
    assertLastDenied(step, "DATA_QUALITY: " + defect);
    // Once they are good again.
    PortfolioStep later = next(engine, step, up("B", 1));
    assertEnters(later);
    // An exit passes: the position in A is open, and its signal turns.
    PortfolioStep turned = next(engine, later, poor(down("A", 2), defect));
    assertThat(turned.decisions()).extracting(Decision::outcome).containsExactly(Outcome.EXIT);
    assertThat(turned.orders()).extracting(Order::purpose).containsExactly(Purpose.EXIT_OPPOSITE);
  }

  @Test
  void edgeFactorAndHeat() {
    Signal unlikely = up("A", 0).estimated(new WinEstimate(1, Status.OK, 0.4, 0));
    assertLastDenied(
        first(engine(l -> {}), unlikely), "NO_EDGE: winProbability=0.4 payoffRatio=1.0");

    RiskAdjustments noRange = new RiskAdjustments(1, 0, 0, 0, 1, 0, 1, 1, 1, 1);
    PortfolioEngine trends =
        PortfolioEngine.simulated(risk(1, noRange, l -> {}), FREE, INSTRUMENTS);
    assertLastDenied(first(trends, up("A", 0)), "RISK_FACTOR: factor=regime regime=RANGE");

    Signal s = up("A", 0);
    Signal unknown =
        new Signal(
            s.symbol(),
            s.time(),
            s.direction(),
            s.strength(),
            s.confidence(),
            s.components(),
            s.bar(),
            s.atr(),
            Double.NaN,
            s.trendStrength(),
            s.fired(),
            s.volumeRatio(),
            s.regime(),
            s.win());
    assertLastDenied(
        first(engine(l -> {}), unknown), "HEAT_LIMIT: factor=heat limit=0.25 heat=0.0");
  }

  // What a portfolio may do.

  private static PortfolioState told(PortfolioState state, TradingState tradingState) {
    RiskState risk = state.risk();
    return new PortfolioState(
        state.portfolio(),
        state.startingCash(),
        state.cash(),
        state.realisedPnl(),
        state.commission(),
        state.peakEquity(),
        state.maxDrawdown(),
        state.holdings(),
        state.executionIds(),
        state.executionCount(),
        state.time(),
        state.orderIds(),
        state.reconciledTo(),
        new RiskState(
            risk.covariance(),
            risk.trades(),
            risk.outcomes(),
            risk.day(),
            risk.rate(),
            tradingState,
            risk.commanded()));
  }

  @Test
  void reducingAndHaltedEnterNothing() {
    for (TradingState state : List.of(TradingState.REDUCING, TradingState.HALTED)) {
      PortfolioStep step = first(engine(l -> l.tradingState = state), up("A", 0));
      assertLastDenied(step, "TRADING_STATE: got=" + state);
      assertThat(step.snapshot().tradingState()).isEqualTo(state);
    }
  }

  @Test
  void exitsPassWhateverTheState() {
    for (TradingState state : List.of(TradingState.REDUCING, TradingState.HALTED)) {
      PortfolioEngine engine = engine(l -> {});
      PortfolioStep held =
          next(
              engine,
              first(engine, up("A", 0), up("B", 0), up("C", 0)),
              nothing("A", 1, 100),
              nothing("B", 1, 100),
              nothing("C", 1, 100));
      PortfolioStep step =
          engine.step(
              told(held.state(), state),
              time(2),
              List.of(down("A", 2), nothing("B", 2, 100), nothing("C", 2, 95)));
      assertThat(step.orders())
          .extracting(Order::symbol, Order::purpose)
          .containsExactly(tuple("A", Purpose.EXIT_OPPOSITE));
      // The venue's stop fills too.
      assertThat(step.state().holdings()).containsOnlyKeys("A", "B");
      step = next(engine, step, nothing("A", 3, 100), nothing("B", 3, 100));
      assertThat(step.orders())
          .extracting(Order::symbol, Order::purpose)
          .containsExactly(tuple("B", Purpose.EXIT_HORIZON));
      assertThat(step.state().holdings()).containsOnlyKeys("B");
      assertThat(next(engine, step, nothing("B", 4, 100)).state().holdings()).isEmpty();
    }
  }

  @Test
  void haltedCancelsAnEntryThatWorksAndReducingLetsItBe() {
    PortfolioEngine engine = outside(l -> {});
    PortfolioStep sent = first(engine, up("A", 0));
    Order entry = sent.orders().get(0);
    PortfolioStep reduced =
        engine.step(
            told(sent.state(), TradingState.REDUCING), time(1), List.of(nothing("A", 1, 100)));
    assertThat(reduced.orders()).isEmpty();
    assertThat(reduced.decisions().get(0).reason())
        .isEqualTo("ORDER_WORKING: clOrdId=" + entry.clOrdId());

    PortfolioStep halted =
        engine.step(
            told(reduced.state(), TradingState.HALTED), time(2), List.of(nothing("A", 2, 100)));
    assertThat(halted.orders())
        .extracting(Order::purpose, Order::origClOrdId)
        .containsExactly(tuple(Purpose.CANCEL, entry.clOrdId()));
    assertThat(halted.decisions().get(0))
        .returns(Outcome.HOLD, Decision::outcome)
        .returns("TRADING_STATE: got=HALTED clOrdId=" + entry.clOrdId(), Decision::reason);
    assertThat(halted.state().holdings()).isEmpty();

    // What fills before the venue hears of it is held, and left by its horizon.
    long time = time(2) + 1;
    Execution fill =
        new Execution(
            "late",
            entry.clOrdId(),
            "main",
            "A",
            Side.BUY,
            ExecType.TRADE,
            OrdStatus.FILLED,
            40,
            100,
            40,
            0,
            100,
            0,
            time);
    PortfolioStep step = engine.execute(halted.state(), time, List.of(fill));
    List<Purpose> purposes = new ArrayList<>();
    for (int n = 3; n < 7; n++) {
      step = next(engine, step, up("A", n));
      step.orders().forEach(order -> purposes.add(order.purpose()));
    }
    assertThat(purposes).containsExactly(Purpose.EXIT_HORIZON);
  }

  @Test
  void statesItsBounds() {
    assertRefused(l -> l.maxOrderValue = 0, "maxOrderValue must be > 0: 0.0");
    assertRefused(l -> l.maxOrderQuantity = -1, "maxOrderQuantity must be > 0: -1.0");
    assertRefused(l -> l.priceCollar = Double.NaN, "priceCollar must be > 0: NaN");
    assertRefused(l -> l.maxNetExposure = 0, "maxNetExposure must be > 0: 0.0");
    assertRefused(l -> l.maxSymbolExposure = 0, "maxSymbolExposure must be > 0: 0.0");
    assertRefused(l -> l.maxGroupExposure = 0, "maxGroupExposure must be > 0: 0.0");
    assertRefused(l -> l.maxOpenOrders = 2, "maxOpenOrders must be >= 3: 2");
    assertRefused(l -> l.maxOrdersPerMinute = 2, "maxOrdersPerMinute must be >= 3: 2");
    assertRefused(l -> l.maxDailyLoss = 1.1, "maxDailyLoss must be in (0, 1]: 1.1");
    assertRefused(l -> l.maxDrawdown = 0, "maxDrawdown must be in (0, 1]: 0.0");
    assertRefused(l -> l.staleSeconds = 0, "staleSeconds must be > 0: 0.0");
    assertThatThrownBy(() -> new RiskAdjustments(0, 5, 0, 0, 1, 1, 1, 1, 1, 1))
        .hasMessage("risk.adjustments.targetVolatility must be > 0: 0.0");
    assertThatThrownBy(() -> new RiskAdjustments(1, 101, 0, 0, 1, 1, 1, 1, 1, 1))
        .hasMessage("risk.adjustments.drawdownDecay must be in [0, 100]: 101.0");
    String[] fractions = {
      "lstmConfidence",
      "agreement",
      "trend",
      "range",
      "highVolatility",
      "moderate",
      "high",
      "extreme"
    };
    for (int i = 0; i < fractions.length; i++) {
      double[] f = new double[fractions.length];
      f[i] = 1.5;
      assertThatThrownBy(
              () -> new RiskAdjustments(1, 5, f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7]))
          .hasMessage("risk.adjustments." + fractions[i] + " must be in [0, 1]: 1.5");
    }
  }

  private static void assertRefused(Consumer<AnyLimits> limit, String message) {
    AnyLimits limits = new AnyLimits();
    limit.accept(limits);
    assertThatThrownBy(limits::limits)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("risk.limits." + message);
  }
}
