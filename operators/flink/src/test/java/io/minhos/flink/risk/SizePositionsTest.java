package io.minhos.flink.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minhos.domain.control.Alert;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
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
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.Outcome;
import io.minhos.domain.risk.PortfolioEngine;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.risk.RiskConfig;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.WinEstimate;
import io.minhos.flink.metrics.TradingMetric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals of one-minute bars, an order every few bars, and an external venue's reports on them. */
class SizePositionsTest {

  private static final long MINUTE = 60_000;
  private static final int BARS = 12;
  private static final List<String> PORTFOLIOS = List.of("main", "other");
  private static final List<String> SYMBOLS = List.of("A", "B");

  /** Long 40 at 100; left after two bars; what is not answered in three lapses. */
  private static final PortfolioEngine ENGINE =
      PortfolioEngine.external(
          new RiskConfig(100_000, 0.05, 0.05, 0.25, 0.3, 0.1, 2, 3, 2, 1),
          new ExecutionConfig(0, 0),
          new Instruments(Map.of(), new Instrument(0.01, 1, false), false),
          3 * MINUTE);

  @Test
  void holdsWhatIsAheadOfTheWatermark() throws Exception {
    try (Run run = new Run(null)) {
      run.take(signal("main", "A", 1), signal("main", "A", 0));
      run.watermark(time(0) - 1);
      assertThat(run.decisions).isEmpty();
      run.watermark(time(0));
      assertThat(run.decisions).extracting(Decision::time).containsExactly(time(0));
      run.take(fill(run.orders.get(0), "e", 40, OrdStatus.FILLED, time(0) + 1));
      assertThat(run.snapshots).hasSize(1);
      run.watermark(time(1));
      assertThat(run.snapshots)
          .extracting(PortfolioSnapshot::time)
          .containsExactly(time(0), time(0) + 1, time(1));
      assertThat(run.decisions)
          .extracting(Decision::outcome)
          .containsExactly(Outcome.ENTER, Outcome.DENIED);
    }
  }

  /** A fill that comes after bars of later times is booked at the next watermark. */
  @Test
  void booksAFillThatComesAfterItsTime() throws Exception {
    try (Run run = new Run(null)) {
      for (int n = 0; n < 5; n++) {
        run.take(signal("main", "A", n));
      }
      run.watermark(time(4));
      assertThat(run.decisions)
          .extracting(Decision::outcome)
          .containsExactly(Outcome.ENTER, Outcome.HOLD, Outcome.HOLD, Outcome.HOLD, Outcome.ENTER);
      assertThat(run.decisions.get(3).reason()).startsWith("ORDER_UNANSWERED: ");
      Order entry = run.orders.get(0);
      Order second = run.orders.get(4);
      run.take(fill(entry, "late", 40, OrdStatus.FILLED, entry.transactTime() + 1));
      run.watermark(time(5));
      assertThat(run.snapshots)
          .extracting(PortfolioSnapshot::time)
          .isSorted()
          .hasSize(6)
          .endsWith(time(4));
      assertThat(run.snapshots.get(5).cash()).isEqualTo(96_000);
      // Two entries would be twice the position: the venue is to forget the second.
      assertThat(run.orders).hasSize(8);
      assertThat(run.orders.get(7))
          .returns(Purpose.CANCEL, Order::purpose)
          .returns(second.clOrdId(), Order::origClOrdId);
    }
  }

  /** A venue may say with the end how much was filled last. */
  @Test
  void onlyATradeCountsAsAFill() throws Exception {
    try (Run run = new Run(null)) {
      run.take(signal("main", "A", 0));
      run.watermark(time(0));
      Order entry = run.orders.get(0);
      run.take(
          fill(entry, "e1", 10, OrdStatus.PARTIALLY_FILLED, time(0) + 1),
          report(entry, "e2", ExecType.CANCELED, 10, OrdStatus.CANCELED, time(0) + 2));
      run.watermark(time(1));
      assertThat(run.count(TradingMetric.EXECUTIONS)).isEqualTo(2);
      assertThat(run.count(TradingMetric.FILLS)).isEqualTo(1);
    }
  }

  @Test
  void alertsOfAnOrderThatNobodySentAndBooksItAllTheSame() throws Exception {
    try (Run run = new Run(null)) {
      run.take(signal("main", "A", 0));
      run.watermark(time(0));
      Order byHand = Order.market("main", "B", Side.BUY, 3, time(0), Purpose.ENTRY, "", "");
      run.take(fill(byHand, "e", 3, OrdStatus.FILLED, time(0) + 1));
      run.watermark(time(1));
      assertThat(run.executions).hasSize(1);
      assertThat(run.snapshots.get(1).cash()).isEqualTo(99_700);
      assertThat(run.alerts)
          .containsExactly(
              Alert.of(
                  time(0) + 1,
                  "UNKNOWN_ORDER",
                  "portfolio=main symbol=B clOrdId=" + byHand.clOrdId() + " execId=e"));
    }
  }

  /**
   * A recovery from before the order was made: the fill is there before the signal that makes it
   * again, under the same id, and both wait for the watermark.
   */
  @Test
  void aFillThatComesBeforeItsRecomputedOrderIsOfAKnownOrder() throws Exception {
    try (Run run = new Run(null)) {
      run.take(signal("main", "B", 0));
      run.watermark(time(0));
      OperatorSubtaskState before = run.harness.snapshot(1, 1);
      run.take(signal("main", "A", 1));
      run.watermark(time(1));
      Order entry = run.orders.get(run.orders.size() - 3);
      Execution fill = fill(entry, "e", 40, OrdStatus.FILLED, time(1) + 1);
      try (Run restored = new Run(before)) {
        restored.take(fill);
        restored.watermark(time(1) - 1);
        restored.take(signal("main", "A", 1));
        restored.watermark(time(2));
        assertThat(restored.orders).contains(entry);
        assertThat(restored.executions).containsExactly(fill);
        assertThat(restored.alerts).isEmpty();
        assertThat(restored.snapshots.get(1).cash()).isEqualTo(96_000);
      }
    }
  }

  @Test
  void restatesWhatTheVenueHoldsInTheOrderOfTimeAndSaysNothingWhereAllAgrees() throws Exception {
    try (Run run = new Run(null)) {
      run.take(signal("main", "A", 0));
      run.watermark(time(0));
      Order entry = run.orders.get(0);
      PositionReport more =
          new PositionReport("main", time(0) + 3, List.of(new Position("A", 45, 101)), Double.NaN);
      PositionReport same =
          new PositionReport("main", time(0) + 2, List.of(new Position("A", 40, 7)), 96_000);
      run.take(more, more, same, fill(entry, "e", 40, OrdStatus.FILLED, time(0) + 1));
      run.watermark(time(1));
      assertThat(run.executions)
          .extracting(Execution::execType, Execution::lastQty, Execution::lastPx)
          .containsExactly(
              tuple(ExecType.TRADE, 40.0, 100.0), tuple(ExecType.RESTATED, 5.0, 101.0));
      assertThat(run.alerts).extracting(Alert::code).containsExactly("RECONCILED");
      assertThat(run.snapshots)
          .extracting(PortfolioSnapshot::time, PortfolioSnapshot::cash)
          .containsExactly(
              tuple(time(0), 100_000.0),
              tuple(time(0) + 1, 96_000.0),
              tuple(time(0) + 3, 95_495.0));
      assertThat(run.count(TradingMetric.FILLS)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theOrderOfArrivalAndTheStepsOfTheWatermarkChangeNothing(long seed) throws Exception {
    List<Object> input = input();
    Run expected = run(input, 1, -1);
    assertThat(expected.orders)
        .extracting(Order::purpose)
        .contains(Purpose.ENTRY, Purpose.EXIT_HORIZON, Purpose.CANCEL);
    assertThat(expected.decisions)
        .extracting(Decision::reason)
        .anyMatch(reason -> reason.startsWith("ORDER_UNANSWERED: "));
    assertThat(expected.alerts)
        .extracting(Alert::code)
        .contains(PortfolioEngine.RECONCILED, PortfolioEngine.RECONCILIATION_PENDING);

    List<Object> shuffled = new ArrayList<>(input);
    Collections.shuffle(shuffled, new Random(seed));
    run(shuffled, BARS, -1).assertSame(expected);
    run(shuffled, (int) seed, -1).assertSame(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 8, 11})
  void goesOnFromASnapshot(int bar) throws Exception {
    List<Object> input = input();
    run(input, 1, bar).assertSame(run(input, 1, -1));
  }

  /**
   * Signals, and what the venue says of the orders that they lead to: one entry is never answered,
   * the others are filled in two parts, the first of which is reported twice. Exits are filled. Now
   * and then it says what is held, which is not what was told: of portfolios where no order works
   * that is restated.
   */
  private static List<Object> input() throws Exception {
    List<Object> input = new ArrayList<>();
    int answered = 0;
    try (Run venue = new Run(null)) {
      for (int n = 0; n < BARS; n++) {
        int known = venue.orders.size();
        List<Object> arrivals = new ArrayList<>();
        for (String portfolio : PORTFOLIOS) {
          for (String symbol : SYMBOLS) {
            arrivals.add(signal(portfolio, symbol, n));
          }
        }
        venue.take(arrivals.toArray());
        venue.watermark(time(n));
        List<Object> reports = new ArrayList<>();
        for (Order order : venue.orders.subList(known, venue.orders.size())) {
          long soon = order.transactTime() + 1;
          if (order.purpose() == Purpose.ENTRY && answered++ != 1) {
            reports.add(fill(order, order.clOrdId() + ".1", 10, OrdStatus.PARTIALLY_FILLED, soon));
            reports.add(reports.get(reports.size() - 1));
            reports.add(fill(order, order.clOrdId() + ".2", 30, OrdStatus.FILLED, soon + 1));
          } else if (order.purpose() == Purpose.EXIT_HORIZON) {
            reports.add(fill(order, order.clOrdId(), order.orderQty(), OrdStatus.FILLED, soon));
          }
        }
        if (n % 4 == 1) {
          for (String portfolio : PORTFOLIOS) {
            reports.add(
                new PositionReport(
                    portfolio, time(n) + 5, List.of(new Position("B", n, 90)), 95_000 + n));
          }
        }
        venue.take(reports.toArray());
        input.addAll(arrivals);
        input.addAll(reports);
      }
    }
    return input;
  }

  /**
   * What comes out if the watermark goes on by {@code step} bars at a time.
   *
   * @param restoreAt the bar before whose watermark the operator is closed and restored, −1: never
   */
  private static Run run(List<Object> input, int step, int restoreAt) throws Exception {
    Run run = new Run(null);
    run.take(input.toArray());
    for (int n = 0; n < BARS + step; n += step) {
      if (n == restoreAt) {
        Run restored = new Run(run.harness.snapshot(n, n));
        restored.keep(run);
        run.close();
        run = restored;
      }
      run.watermark(time(n));
    }
    run.close();
    return run;
  }

  private static long time(int bar) {
    return (bar + 1) * MINUTE - 1;
  }

  private static PortfolioSignal signal(String portfolio, String symbol, int n) {
    double price = 100 + n % 3;
    return new PortfolioSignal(
        portfolio,
        new Signal(
            symbol,
            time(n),
            Direction.LONG,
            0.5,
            0.8,
            List.of(
                new SignalComponent(
                    "technical", 0, Status.OK, 1, Direction.LONG, 0.5, 0.8, 1, List.of())),
            Bar.of(symbol, n * MINUTE, (n + 1) * MINUTE, price, price, price, price, 1),
            2,
            0.01,
            0.2,
            List.of(),
            1,
            Regime.RANGE,
            WinEstimate.none(0, Status.UNTRAINED)));
  }

  private static Execution fill(
      Order order, String execId, double quantity, OrdStatus status, long time) {
    return report(order, execId, ExecType.TRADE, quantity, status, time);
  }

  private static Execution report(
      Order order, String execId, ExecType type, double quantity, OrdStatus status, long time) {
    return new Execution(
        execId,
        order.clOrdId(),
        order.portfolio(),
        order.symbol(),
        order.side(),
        type,
        status,
        quantity,
        100,
        quantity,
        0,
        100,
        0,
        time);
  }

  /** The operator, and all that it emitted, also before it was restored. */
  private static final class Run implements AutoCloseable {

    private final KeyedTwoInputStreamOperatorTestHarness<
            String, PortfolioSignal, VenueReport, Order>
        harness;
    private final List<Order> orders = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Execution> executions = new ArrayList<>();
    private final List<PortfolioSnapshot> snapshots = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();

    Run(OperatorSubtaskState state) throws Exception {
      harness =
          new KeyedTwoInputStreamOperatorTestHarness<>(
              new KeyedCoProcessOperator<>(
                  new SizePositions(
                      Map.of("main", ENGINE, "other", ENGINE),
                      new ExecutionConfig(0, 0),
                      5 * MINUTE,
                      Set.of("A"))),
              PortfolioSignal::portfolio,
              VenueReport::portfolio,
              Types.STRING);
      if (state != null) {
        harness.initializeState(state);
      }
      harness.open();
      // As live: reports must not hold back the market's time.
      harness.processWatermark2(Watermark.MAX_WATERMARK);
    }

    void keep(Run before) {
      orders.addAll(before.orders);
      decisions.addAll(before.decisions);
      executions.addAll(before.executions);
      snapshots.addAll(before.snapshots);
      alerts.addAll(before.alerts);
    }

    void take(Object... arrivals) throws Exception {
      for (Object arrival : arrivals) {
        if (arrival instanceof PortfolioSignal signal) {
          harness.processElement1(signal, signal.signal().time());
        } else if (arrival instanceof PositionReport positions) {
          harness.processElement2(VenueReport.of(positions), positions.asOf());
        } else {
          Execution execution = (Execution) arrival;
          harness.processElement2(VenueReport.of(execution), execution.transactTime());
        }
      }
    }

    void watermark(long time) throws Exception {
      harness.processWatermark1(new Watermark(time));
      orders.addAll(harness.extractOutputValues());
      harness.getOutput().clear();
      drain(SizePositions.DECISIONS, decisions);
      drain(SizePositions.EXECUTIONS, executions);
      drain(SizePositions.SNAPSHOTS, snapshots);
      drain(SizePositions.ALERTS, alerts);
    }

    long count(TradingMetric metric) {
      // The harness knows its operator by an interface without one.
      return ((KeyedCoProcessOperator<?, ?, ?, ?>) harness.getOperator())
          .getRuntimeContext()
          .getLongCounter(metric.id())
          .getLocalValue();
    }

    private <T> void drain(OutputTag<T> tag, List<T> into) {
      var side = harness.getSideOutput(tag);
      if (side != null) {
        side.stream().map(StreamRecord::getValue).forEach(into::add);
        side.clear();
      }
    }

    /** Each portfolio's in their order; that of the portfolios is none. */
    void assertSame(Run expected) {
      for (String portfolio : PORTFOLIOS) {
        assertThat(orders.stream().filter(o -> o.portfolio().equals(portfolio)))
            .containsExactlyElementsOf(
                expected.orders.stream().filter(o -> o.portfolio().equals(portfolio)).toList());
        assertThat(decisions.stream().filter(d -> d.portfolio().equals(portfolio)))
            .containsExactlyElementsOf(
                expected.decisions.stream().filter(d -> d.portfolio().equals(portfolio)).toList());
        assertThat(executions.stream().filter(e -> e.portfolio().equals(portfolio)))
            .containsExactlyElementsOf(
                expected.executions.stream().filter(e -> e.portfolio().equals(portfolio)).toList());
        String named = "portfolio=" + portfolio + " ";
        assertThat(alerts.stream().filter(a -> a.detail().startsWith(named)))
            .containsExactlyElementsOf(
                expected.alerts.stream().filter(a -> a.detail().startsWith(named)).toList());
        assertThat(snapshots.stream().filter(s -> s.portfolio().equals(portfolio)))
            .containsExactlyElementsOf(
                expected.snapshots.stream().filter(s -> s.portfolio().equals(portfolio)).toList());
      }
    }

    @Override
    public void close() {
      try {
        harness.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
