package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.orders.OrdStatus;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.PositionReport;
import io.minhos.domain.orders.Side;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.WinEstimate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a portfolio remembers of its trades, its day and its orders. */
class RiskStateTest {

  private static final long DAY = 86_400_000;
  private static final OutcomeConfig OUTCOMES = OutcomeConfig.defaults();

  private final PortfolioEngine engine =
      PortfolioEngine.external(
          RiskConfig.defaults(),
          new ExecutionConfig(0, 0),
          new Instruments(Map.of(), new Instrument(0.01, 1, false), false),
          Signals.MINUTE);

  // Golden examples, by hand.

  @Test
  void theDayBeginsWithTheLastValuationOfTheDayBefore() {
    TradingDay day = TradingDay.before(1000).valued(DAY - 1, 900);
    assertThat(day.loss()).isCloseTo(0.1, within(1e-15));
    day = day.valued(DAY, 810);
    // Of 900, not of what the day's first bar left.
    assertThat(day.loss()).isCloseTo(0.1, within(1e-15));
    day = day.valued(DAY + 1, 990);
    assertThat(day.loss()).isCloseTo(-0.1, within(1e-15));
    assertThat(day.openEquity()).isEqualTo(900);
    // Days without a valuation between.
    day = day.valued(5 * DAY, 495);
    assertThat(day).isEqualTo(new TradingDay(5, 990, 495));
    assertThat(day.loss()).isEqualTo(0.5);
    // Before the epoch too.
    assertThat(TradingDay.before(1).valued(-1, 1).day()).isEqualTo(-1);
  }

  @Test
  void aMinuteIsOpenAtItsBeginning() {
    OrderRate rate = OrderRate.none().plus(1_000, 3).plus(1_000, 1).plus(31_000, 2);
    assertThat(rate.within(31_000)).isEqualTo(6);
    assertThat(rate.within(60_999)).isEqualTo(6);
    assertThat(rate.within(61_000)).isEqualTo(2);
    assertThat(rate.within(90_999)).isEqualTo(2);
    assertThat(rate.within(91_000)).isZero();
    assertThat(rate.times()).containsExactly(1_000, 31_000);
    assertThat(rate.counts()).containsExactly(4, 2);
  }

  @Test
  void ordersAMinuteOldAreForgottenWithTheNext() {
    OrderRate rate = OrderRate.none().plus(0, 3).plus(30_000, 1).plus(60_000, 2);
    assertThat(rate.times()).containsExactly(30_000, 60_000);
    assertThat(rate.counts()).containsExactly(1, 2);
    assertThat(rate.plus(500_000, 1).times()).containsExactly(500_000);
    assertThat(rate.plus(500_000, 0)).isSameAs(rate);
  }

  @Test
  void levelsBeginAtHalfThreeQuartersAndNineteenTwentieths() {
    assertThat(RiskLevel.of(Math.nextDown(0.5))).isEqualTo(RiskLevel.LOW);
    assertThat(RiskLevel.of(0.5)).isEqualTo(RiskLevel.MODERATE);
    assertThat(RiskLevel.of(Math.nextDown(0.75))).isEqualTo(RiskLevel.MODERATE);
    assertThat(RiskLevel.of(0.75)).isEqualTo(RiskLevel.HIGH);
    assertThat(RiskLevel.of(Math.nextDown(0.95))).isEqualTo(RiskLevel.HIGH);
    assertThat(RiskLevel.of(0.95)).isEqualTo(RiskLevel.EXTREME);
    assertThat(RiskLevel.of(Double.NaN)).isEqualTo(RiskLevel.EXTREME);
  }

  @Test
  void theLimitThatIsUsedMostGivesTheLevel() {
    // Limits: heat 0.25, gross 1, drawdown 1, daily loss 1.
    RiskConfig config = RiskConfig.defaults();
    assertThat(RiskUse.of(0.1, 0.4, 0.2, -3, config)).isEqualTo(RiskUse.NONE);
    assertThat(RiskUse.of(0.1875, 0.5, 0.1, 0.1, config))
        .isEqualTo(new RiskUse(RiskLevel.HIGH, List.of("heat=0.75", "grossExposure=0.5")));
    assertThat(RiskUse.of(0, 0, 0.5, 0.96875, config))
        .isEqualTo(new RiskUse(RiskLevel.EXTREME, List.of("drawdown=0.5", "dailyLoss=0.96875")));
    assertThat(RiskUse.of(Double.POSITIVE_INFINITY, 0, 0, 0, config))
        .isEqualTo(new RiskUse(RiskLevel.EXTREME, List.of("heat=Infinity")));
  }

  // Trades.

  private static Execution fill(
      Order order, Side side, OrdStatus status, double quantity, double price, long time) {
    return report(order, side, ExecType.TRADE, status, quantity, price, time);
  }

  private static Execution report(
      Order order,
      Side side,
      ExecType type,
      OrdStatus status,
      double quantity,
      double price,
      long time) {
    return new Execution(
        order.clOrdId() + "/" + type + time,
        order.clOrdId(),
        order.portfolio(),
        order.symbol(),
        side,
        type,
        status,
        quantity,
        price,
        0,
        0,
        0,
        quantity > 0 ? 1 : 0,
        time);
  }

  private PortfolioStep entered(double strength, WinEstimate win) {
    Signal signal = Signals.at("A", 0, 100, strength, 0.8).estimated(win);
    return engine.step(engine.initial("main"), signal.time(), List.of(signal));
  }

  private static final WinEstimate LIKELY = new WinEstimate(1, Status.OK, 0.6, 0);

  @Test
  void aTradeIsRememberedOnceItIsFlat() {
    PortfolioStep sent = entered(0.5, LIKELY);
    Order entry = sent.orders().get(0);
    Order stop = sent.orders().get(1);
    assertThat(sent.state().risk().trades().get("A"))
        .returns(0.6, OpenTrade::modelProbability)
        .returns(0.01, OpenTrade::volatility)
        .returns(0L, OpenTrade::entryTime);

    // Kelly: 0.25 · (0.6 − 0.4), which rounds down, of 100,000 at 100; 20 at 100 and 29 at 110.
    assertThat(entry.orderQty()).isEqualTo(49);
    PortfolioStep step =
        engine.execute(
            sent.state(),
            70_000,
            List.of(fill(entry, Side.BUY, OrdStatus.PARTIALLY_FILLED, 20, 100, 70_000)));
    step =
        engine.execute(
            step.state(),
            80_000,
            List.of(fill(entry, Side.BUY, OrdStatus.FILLED, 29, 110, 80_000)));
    step =
        engine.execute(
            step.state(),
            90_000,
            List.of(fill(stop, Side.SELL, OrdStatus.PARTIALLY_FILLED, 10, 120, 90_000)));
    assertThat(step.state().risk().outcomes().size()).isZero();
    step =
        engine.execute(
            step.state(),
            95_000,
            List.of(fill(stop, Side.SELL, OrdStatus.FILLED, 39, 120, 95_000)));

    // 49 · 120 − 20 · 100 − 29 · 110 − 4 of commission, over 20 · 100 + 29 · 110.
    TradeOutcomes outcomes = step.state().risk().outcomes();
    assertThat(outcomes.symbols()).containsExactly("A");
    assertThat(outcomes.exitTimes()).containsExactly(95_000);
    assertThat(outcomes.winProbabilities()).containsExactly(0.6);
    assertThat(outcomes.netReturns()[0]).isCloseTo(686.0 / 5190, within(1e-15));
    assertThat(step.state().risk().trades()).isEmpty();
  }

  /** What the venue does not hold any more was closed nobody knows at what price. */
  @Test
  void aTradeThatWasRestatedTeachesNothing() {
    PortfolioStep sent = entered(0.5, LIKELY);
    Order entry = sent.orders().get(0);
    PortfolioStep step =
        engine.execute(
            sent.state(),
            70_000,
            List.of(fill(entry, Side.BUY, OrdStatus.FILLED, 50, 100, 70_000)));
    assertThat(step.state().risk().trades()).containsOnlyKeys("A");
    step =
        engine.reconcile(step.state(), new PositionReport("main", 80_000, List.of(), Double.NaN));
    assertThat(step.executions()).extracting(Execution::signedQty).containsExactly(-50.0);
    assertThat(step.state().risk().trades()).isEmpty();
    assertThat(step.state().risk().outcomes().size()).isZero();
  }

  @Test
  void aShortTradeWinsAsThePriceFalls() {
    PortfolioStep sent = entered(-0.5, LIKELY);
    Order entry = sent.orders().get(0);
    PortfolioStep step =
        engine.execute(
            sent.state(),
            70_000,
            List.of(fill(entry, Side.SELL, OrdStatus.FILLED, 50, 100, 70_000)));
    step =
        engine.execute(
            step.state(),
            80_000,
            List.of(fill(sent.orders().get(2), Side.BUY, OrdStatus.FILLED, 50, 94, 80_000)));
    // 50 · (100 − 94) − 2, over 5,000.
    assertThat(step.state().risk().outcomes().netReturns()[0])
        .isCloseTo(298.0 / 5000, within(1e-15));
  }

  /** What turns the position closes the trade; the rest of it was not decided here. */
  @Test
  void aFillBeyondZeroClosesTheTradeAlone() {
    PortfolioStep sent = entered(0.5, LIKELY);
    Order entry = sent.orders().get(0);
    PortfolioStep step =
        engine.execute(
            sent.state(),
            70_000,
            List.of(fill(entry, Side.BUY, OrdStatus.FILLED, 50, 100, 70_000)));
    step =
        engine.execute(
            step.state(),
            80_000,
            List.of(fill(sent.orders().get(2), Side.SELL, OrdStatus.FILLED, 80, 106, 80_000)));
    assertThat(step.state().holdings().get("A").quantity()).isEqualTo(-30);
    // 50 · 6 − 1 − 50/80 of the last commission, over 5,000.
    assertThat(step.state().risk().outcomes().netReturns()[0])
        .isCloseTo((300 - 1 - 0.625) / 5000, within(1e-15));
    assertThat(step.state().risk().trades()).isEmpty();
  }

  @Test
  void aTradeOfWhichNoModelToldTheChanceTeachesNothing() {
    PortfolioStep sent = entered(0.5, WinEstimate.none(0, Status.UNTRAINED));
    Order entry = sent.orders().get(0);
    assertThat(sent.decisions().get(0).assessment().modelProbability()).isEqualTo(0.5);
    PortfolioStep step =
        engine.execute(
            sent.state(),
            70_000,
            List.of(fill(entry, Side.BUY, OrdStatus.FILLED, entry.orderQty(), 100, 70_000)));
    assertThat(step.state().risk().trades()).containsOnlyKeys("A");
    step =
        engine.execute(
            step.state(),
            80_000,
            List.of(
                fill(
                    sent.orders().get(2),
                    Side.SELL,
                    OrdStatus.FILLED,
                    entry.orderQty(),
                    106,
                    80_000)));
    assertThat(step.state().holdings()).isEmpty();
    assertThat(step.state().risk().trades()).isEmpty();
    assertThat(step.state().risk().outcomes().size()).isZero();
  }

  @Test
  void anEntryThatEndsUnfilledLeavesNoTrade() {
    PortfolioStep sent = entered(0.5, LIKELY);
    Order entry = sent.orders().get(0);
    PortfolioStep refused =
        engine.execute(
            sent.state(),
            70_000,
            List.of(report(entry, Side.BUY, ExecType.REJECTED, OrdStatus.REJECTED, 0, 0, 70_000)));
    assertThat(refused.state().risk().trades()).isEmpty();
    // What comes and goes by hand then is not taken for it.
    PortfolioStep step =
        engine.execute(
            refused.state(),
            80_000,
            List.of(
                fill(entry, Side.BUY, OrdStatus.FILLED, 5, 100, 80_000),
                fill(entry, Side.SELL, OrdStatus.FILLED, 5, 90, 80_001)));
    assertThat(step.executions()).hasSize(2);
    assertThat(step.state().risk().outcomes().size()).isZero();
  }

  @Test
  void aLapsedEntryThatFillsAfterAllKeepsItsTrade() {
    PortfolioStep sent = entered(0.5, LIKELY);
    Order entry = sent.orders().get(0);
    PortfolioStep lapsed =
        engine.step(sent.state(), Signals.time(1), List.of(Signals.at("A", 1, 100, 0, 0)));
    assertThat(lapsed.decisions().get(0).reason()).startsWith("ORDER_UNANSWERED");
    assertThat(lapsed.state().holdings()).isEmpty();
    long time = Signals.time(1) + 1;
    PortfolioStep filled =
        engine.execute(
            lapsed.state(), time, List.of(fill(entry, Side.BUY, OrdStatus.FILLED, 50, 100, time)));
    PortfolioStep closed =
        engine.execute(
            filled.state(),
            time + 1,
            List.of(fill(entry, Side.SELL, OrdStatus.FILLED, 50, 99, time + 1)));
    // −50 − 2 over 5,000.
    assertThat(closed.state().risk().outcomes().netReturns()[0])
        .isCloseTo(-52.0 / 5000, within(1e-15));
  }

  @Test
  void outcomesLeaveWithTheirWindow() {
    RiskState state = RiskState.initial(RiskConfig.defaults());
    RiskState taught =
        new RiskState(
            state.covariance(),
            state.trades(),
            TradeOutcomes.empty().plus(new ClosedTrade("A", 0, 1_000, 0.6, 0.1), OUTCOMES),
            state.day(),
            state.rate(),
            state.tradingState(),
            state.commanded());
    assertThat(taught.valued(999 + 30 * DAY, 1, OUTCOMES).outcomes().size()).isEqualTo(1);
    assertThat(taught.valued(1_000 + 30 * DAY, 1, OUTCOMES).outcomes().size()).isZero();
  }

  @Test
  void volatilityIsTheTradesOrOfTheReturns() {
    RiskState state = RiskState.initial(RiskConfig.defaults());
    HeatConfig heat = HeatConfig.defaults();
    assertThat(state.volatility("A", -1, heat)).isNaN();
    state = state.closed(Map.of("A", 100.0), heat);
    assertThat(state.volatility("A", 0, heat)).isNaN();
    state = state.closed(Map.of("A", 101.0), heat);
    // |ln 1.01|.
    assertThat(state.volatility("A", 0, heat)).isCloseTo(0.009950330853168092, within(1e-15));
    state = state.entering("A", OpenTrade.sent(0.6, Double.NaN));
    assertThat(state.volatility("A", 0, heat)).isCloseTo(0.009950330853168092, within(1e-15));
    state = state.entering("A", OpenTrade.sent(0.6, 0.02));
    assertThat(state.volatility("A", 0, heat)).isEqualTo(0.02);
    // Once the returns tell enough they count.
    for (int close = 2; close <= heat.minReturns(); close++) {
      state = state.closed(Map.of("A", 100.0 + close % 2), heat);
    }
    assertThat(state.volatility("A", 0, heat)).isCloseTo(0.009950330853168092, within(1e-15));
  }
}
