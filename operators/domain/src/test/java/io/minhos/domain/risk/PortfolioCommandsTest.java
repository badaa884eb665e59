package io.minhos.domain.risk;

import static io.minhos.domain.risk.Signals.at;
import static io.minhos.domain.risk.Signals.time;
import static io.minhos.domain.risk.Signals.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minhos.domain.control.Command;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.Direction;
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
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** 100,000 of cash, at most 5 % a position, stop 2 and target 3 ATR away, three bars, no cost. */
class PortfolioCommandsTest {

  private static final ExecutionConfig FREE = new ExecutionConfig(0, 0);
  private static final Instruments INSTRUMENTS =
      new Instruments(Map.of(), new Instrument(0.01, 1, false), false);
  private static final String FLAT = "commandId=OVERRIDE-flat author=ann value=flat";
  private static final String LONG = "commandId=OVERRIDE-long author=ann value=long";

  private static RiskConfig risk(double maxHeat, Consumer<AnyLimits> limit) {
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
        1,
        252,
        RiskAdjustments.none(),
        limits.limits(),
        new HeatConfig(60, 20, 0.1, maxHeat, 1, 0.3),
        OutcomeConfig.defaults());
  }

  private static PortfolioEngine engine(Consumer<AnyLimits> limit) {
    return PortfolioEngine.simulated(risk(0.25, limit), FREE, INSTRUMENTS);
  }

  private static final PortfolioEngine ENGINE = engine(l -> {});
  private static final PortfolioEngine OUTSIDE =
      PortfolioEngine.external(risk(0.25, l -> {}), FREE, INSTRUMENTS, 60 * Signals.MINUTE);

  private static Command command(ControlType type, String portfolio, String symbol, String value) {
    return Command.of(
        ControlEntry.of(value == null ? "c" : type + "-" + value, type, "ann", "test")
            .about(portfolio, symbol)
            .saying(value),
        0,
        0);
  }

  private static Command halt() {
    return command(ControlType.HALT, null, null, null);
  }

  private static Command reduce() {
    return command(ControlType.REDUCE, "main", null, null);
  }

  private static Command override(String value) {
    return command(ControlType.OVERRIDE, null, null, value);
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

  private static Signal nothing(String symbol, int n) {
    return at(symbol, n, 100, 0, 0);
  }

  /** Long 40 at 100 in A and in B since bar 1. */
  private static PortfolioStep entered(PortfolioEngine engine) {
    return next(engine, first(engine, up("A", 0), up("B", 0)), nothing("A", 1), nothing("B", 1));
  }

  private static void assertDecided(PortfolioStep step, Outcome outcome, String reason) {
    assertThat(step.decisions())
        .extracting(Decision::outcome, Decision::reason)
        .containsExactly(tuple(outcome, reason));
  }

  @Test
  void aHaltedPortfolioEntersNothingUntilTheCommandIsInForceNoMore() {
    PortfolioStep halted = first(ENGINE, under(up("A", 0), halt()));
    assertDecided(halted, Outcome.DENIED, "TRADING_STATE: got=HALTED");
    assertThat(halted.orders()).isEmpty();
    assertThat(halted.snapshot().tradingState()).isEqualTo(TradingState.HALTED);
    PortfolioStep after = next(ENGINE, halted, up("A", 1));
    assertDecided(after, Outcome.ENTER, "");
    assertThat(after.snapshot().tradingState()).isEqualTo(TradingState.ACTIVE);
  }

  @Test
  void exitsPassWhateverIsCommanded() {
    for (Command command : List.of(halt(), reduce())) {
      PortfolioStep step =
          next(ENGINE, entered(ENGINE), under(down("A", 2), command), under(up("B", 2), command));
      assertThat(step.orders())
          .extracting(Order::symbol, Order::purpose)
          .containsExactly(tuple("A", Purpose.EXIT_OPPOSITE));
      // The position's time is up, and the venue's stop works on.
      step = next(ENGINE, step, under(nothing("A", 3), command), under(up("B", 3), command));
      assertThat(step.orders())
          .extracting(Order::symbol, Order::purpose)
          .containsExactly(tuple("B", Purpose.EXIT_HORIZON));
    }
    PortfolioStep stopped = next(ENGINE, entered(ENGINE), under(at("A", 2, 95, 0.5, 0.8), halt()));
    assertThat(stopped.state().holdings()).containsOnlyKeys("B");
  }

  @Test
  void theStrictestOfConfigurationAndCommandsHolds() {
    PortfolioEngine reducing = engine(l -> l.tradingState = TradingState.REDUCING);
    assertDecided(first(reducing, up("A", 0)), Outcome.DENIED, "TRADING_STATE: got=REDUCING");
    assertDecided(
        first(reducing, under(up("A", 0), halt())), Outcome.DENIED, "TRADING_STATE: got=HALTED");
    assertDecided(
        first(ENGINE, under(up("A", 0), halt(), reduce())),
        Outcome.DENIED,
        "TRADING_STATE: got=HALTED");
    PortfolioEngine halted = engine(l -> l.tradingState = TradingState.HALTED);
    assertDecided(
        first(halted, under(up("A", 0), reduce())), Outcome.DENIED, "TRADING_STATE: got=HALTED");
  }

  @Test
  void commandsAreForTheirPortfolioAndSymbol() {
    Command ofOther = command(ControlType.HALT, "other", null, null);
    assertDecided(first(ENGINE, under(up("A", 0), ofOther)), Outcome.ENTER, "");
    Command ofSymbol = command(ControlType.HALT, "main", "A", null);
    PortfolioStep step = first(ENGINE, under(up("A", 0), ofSymbol), up("B", 0));
    assertThat(step.decisions())
        .extracting(Decision::outcome)
        .containsExactly(Outcome.DENIED, Outcome.ENTER);
    // The portfolio is not halted.
    assertThat(step.snapshot().tradingState()).isEqualTo(TradingState.ACTIVE);
    assertDecided(
        first(ENGINE, under(up("A", 0), command(ControlType.OVERRIDE, "other", null, "flat"))),
        Outcome.ENTER,
        "");
  }

  @Test
  void aHaltCancelsAnEntryThatWorksAndIsShownBetweenBarsToo() {
    PortfolioStep sent = first(OUTSIDE, up("A", 0), up("B", 0));
    Order entry = sent.orders().get(0);
    PortfolioStep reduced = next(OUTSIDE, sent, under(nothing("A", 1), reduce()));
    assertThat(reduced.orders()).isEmpty();
    PortfolioStep halted = next(OUTSIDE, reduced, under(nothing("A", 2), halt()));
    assertThat(halted.orders())
        .extracting(Order::purpose, Order::origClOrdId)
        .containsExactly(tuple(Purpose.CANCEL, entry.clOrdId()));
    PortfolioStep told =
        OUTSIDE.execute(halted.state(), time(2) + 1, List.of(fill(sent.orders().get(3), 40)));
    assertThat(told.executions()).hasSize(1);
    assertThat(told.snapshot().tradingState()).isEqualTo(TradingState.HALTED);
  }

  @Test
  void flatLeavesWhatIsHeldAndEntersNothing() {
    PortfolioStep step =
        next(
            ENGINE,
            entered(ENGINE),
            under(up("A", 2), override("flat")),
            under(nothing("B", 2), override("flat")),
            under(up("C", 2), override("flat")),
            under(nothing("D", 2), override("flat")));
    assertThat(step.orders())
        .extracting(Order::symbol, Order::purpose, Order::side, Order::orderQty)
        .containsExactly(
            tuple("A", Purpose.EXIT_OVERRIDE, Side.SELL, 40.0),
            tuple("B", Purpose.EXIT_OVERRIDE, Side.SELL, 40.0));
    assertThat(step.decisions())
        .extracting(Decision::outcome, Decision::reason)
        .containsExactly(
            tuple(Outcome.EXIT, "EXIT_OVERRIDE: " + FLAT + " held=LONG"),
            tuple(Outcome.EXIT, "EXIT_OVERRIDE: " + FLAT + " held=LONG"),
            tuple(Outcome.DENIED, "OVERRIDE: " + FLAT),
            tuple(Outcome.NEUTRAL, ""));
    PortfolioStep left = next(ENGINE, step, under(up("A", 3), override("0")), nothing("B", 3));
    assertThat(left.state().holdings()).isEmpty();
    assertThat(left.decisions().get(0).reason())
        .isEqualTo("OVERRIDE: commandId=OVERRIDE-0 author=ann value=0");
  }

  /** 5 % of 100,000 at 100 are 50, whatever the signal says and however sure it is. */
  @Test
  void longEntersAgainstTheSignalAndKeepsThePositionUntilItEnds() {
    for (Signal signal : List.of(nothing("A", 0), down("A", 0), at("A", 0, 100, 0.01, 0.01))) {
      PortfolioStep sent = first(ENGINE, under(signal, override("long")));
      assertDecided(sent, Outcome.ENTER, "OVERRIDE: " + LONG);
      assertThat(sent.orders())
          .extracting(Order::purpose, Order::side, Order::orderQty)
          .containsExactly(
              tuple(Purpose.ENTRY, Side.BUY, 50.0),
              tuple(Purpose.STOP, Side.SELL, 50.0),
              tuple(Purpose.TARGET, Side.SELL, 50.0));
      assertThat(sent.decisions().get(0))
          .returns(signal.direction(), Decision::direction)
          .returns(96.0, Decision::stopPx)
          .returns(106.0, Decision::targetPx)
          .returns(Assessment.Sizing.FORCED, d -> d.assessment().sizing())
          .returns(new RiskFactor("override", 1, LONG), d -> d.assessment().factors().get(0));
    }
    PortfolioStep step = first(ENGINE, under(nothing("A", 0), override("long")));
    for (int n = 1; n < 8; n++) {
      step = next(ENGINE, step, under(down("A", n), override("long")));
      assertDecided(step, Outcome.HOLD, "OVERRIDE: " + LONG);
    }
    step = next(ENGINE, step, nothing("A", 8));
    assertDecided(step, Outcome.EXIT, "EXIT_HORIZON: limit=3 got=8");
  }

  @Test
  void anotherDirectionIsLeftFirst() {
    PortfolioStep step = next(ENGINE, entered(ENGINE), under(up("A", 2), override("short")));
    assertThat(step.orders()).extracting(Order::purpose).containsExactly(Purpose.EXIT_OVERRIDE);
    step = next(ENGINE, step, under(up("A", 3), override("short")));
    assertThat(step.orders().get(0))
        .returns(Purpose.ENTRY, Order::purpose)
        .returns(Side.SELL, Order::side)
        .returns(50.0, Order::orderQty);
  }

  @Test
  void aWeightIsTheSizeUnderEveryLimit() {
    PortfolioStep two = first(ENGINE, under(down("A", 0), override("0.02")));
    assertThat(two.orders().get(0)).returns(Side.BUY, Order::side).returns(20.0, Order::orderQty);
    assertThat(first(ENGINE, under(up("A", 0), override("-0.03"))).orders().get(0))
        .returns(Side.SELL, Order::side)
        .returns(30.0, Order::orderQty);
    assertDecided(
        first(ENGINE, under(up("A", 0), override("0.5"))),
        Outcome.DENIED,
        // Beyond the cap a lot less is tried, 499 of 100.
        "MAX_POSITION_FRACTION: limit=0.05 asked=0.499"
            + " commandId=OVERRIDE-0.5 author=ann value=0.5");
    assertDecided(
        first(engine(l -> l.maxOrderValue = 1_000), under(up("A", 0), override("0.02"))),
        Outcome.DENIED,
        "MAX_ORDER_VALUE: limit=1000.0 asked=2000.0"
            + " commandId=OVERRIDE-0.02 author=ann value=0.02");
    assertDecided(
        first(ENGINE, under(up("A", 0), halt(), override("0.02"))),
        Outcome.DENIED,
        "TRADING_STATE: got=HALTED commandId=OVERRIDE-0.02 author=ann value=0.02");
  }

  /** 1 % a bar are 15.87 % a year: at 5 % of equity 0.0079 of heat, where 0.004 is the limit. */
  @Test
  void heatScalesWhatIsForced() {
    PortfolioEngine cool = PortfolioEngine.simulated(risk(0.004, l -> {}), FREE, INSTRUMENTS);
    PortfolioStep step = first(cool, under(nothing("A", 0), override("long")));
    // 0.004 / (0.01 · √252) of 100,000 at 100.
    assertThat(step.orders().get(0).orderQty()).isEqualTo(25);
  }

  @Test
  void theLastOverrideCountsAndAnEntryOfAnotherDirectionIsCancelled() {
    PortfolioStep sent = first(OUTSIDE, under(up("A", 0), override("flat"), override("long")));
    assertDecided(sent, Outcome.ENTER, "OVERRIDE: " + LONG);
    Order entry = sent.orders().get(0);
    PortfolioStep waits = next(OUTSIDE, sent, under(down("A", 1), override("long")));
    assertDecided(waits, Outcome.HOLD, "ORDER_WORKING: clOrdId=" + entry.clOrdId());
    PortfolioStep gone = next(OUTSIDE, waits, under(up("A", 2), override("flat")));
    assertDecided(gone, Outcome.HOLD, "OVERRIDE: " + FLAT + " clOrdId=" + entry.clOrdId());
    assertThat(gone.orders())
        .extracting(Order::purpose, Order::origClOrdId)
        .containsExactly(tuple(Purpose.CANCEL, entry.clOrdId()));
    assertThat(gone.state().holdings()).isEmpty();
  }

  /** What a person decided says nothing of the model. */
  @Test
  void aForcedTradeTeachesNothing() {
    PortfolioStep step = first(ENGINE, under(nothing("A", 0), override("long")));
    step = next(ENGINE, step, under(nothing("A", 1), override("long")));
    assertThat(step.state().risk().trades().get("A").modelProbability()).isNaN();
    step = next(ENGINE, step, under(nothing("A", 2), override("flat")));
    step = next(ENGINE, step, nothing("A", 3));
    assertThat(step.state().holdings()).isEmpty();
    assertThat(step.state().risk().outcomes().size()).isZero();
    assertThat(step.decisions().get(0).direction()).isEqualTo(Direction.NEUTRAL);
  }

  private static Execution fill(Order order, double quantity) {
    return new Execution(
        "e",
        order.clOrdId(),
        "main",
        order.symbol(),
        order.side(),
        ExecType.TRADE,
        OrdStatus.FILLED,
        quantity,
        100,
        quantity,
        0,
        100,
        0,
        time(2) + 1);
  }
}
