package io.minhos.flink.risk;

import io.minhos.domain.control.Alert;
import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.PositionReport;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.Outcome;
import io.minhos.domain.risk.PortfolioEngine;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.risk.PortfolioState;
import io.minhos.domain.risk.PortfolioStep;
import io.minhos.domain.risk.SizingComparison;
import io.minhos.domain.signals.Signal;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import io.minhos.flink.ordering.HeldRows;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Runs each portfolio: collects signals and a venue's reports behind the watermark, then works
 * through them in the order (time, execution before position report before signal, symbol, id),
 * whatever order they came in. Orders are the main output.
 */
public final class SizePositions
    extends KeyedCoProcessFunction<String, PortfolioSignal, VenueReport, Order> {

  public static final OutputTag<Execution> EXECUTIONS = tag("executions", Execution.class);
  public static final OutputTag<Decision> DECISIONS = tag("decisions", Decision.class);
  public static final OutputTag<PortfolioSnapshot> SNAPSHOTS =
      tag("snapshots", PortfolioSnapshot.class);

  public static final OutputTag<Alert> ALERTS = tag("portfolio-alerts", Alert.class);

  public static final OutputTag<BookPerformance> PERFORMANCE =
      tag("performance", BookPerformance.class);

  static final ValueStateDescriptor<SizingComparison> COMPARISON =
      new ValueStateDescriptor<>("sizing-comparison", SizingComparison.class);

  /** What is read from savepoints too. */
  public static final ValueStateDescriptor<PortfolioState> PORTFOLIO =
      new ValueStateDescriptor<>("portfolio", PortfolioState.class);

  static final ListStateDescriptor<Signal> PENDING_SIGNALS =
      new ListStateDescriptor<>("pending-signals", Signal.class);
  static final ListStateDescriptor<Execution> PENDING_EXECUTIONS =
      new ListStateDescriptor<>("pending-executions", Execution.class);
  static final ListStateDescriptor<PositionReport> PENDING_POSITIONS =
      new ListStateDescriptor<>("pending-positions", PositionReport.class);

  private static final Comparator<Signal> SIGNAL_ORDER =
      Comparator.comparingLong(Signal::time).thenComparing(Signal::symbol);
  private static final Comparator<Execution> EXECUTION_ORDER =
      Comparator.comparingLong(Execution::transactTime)
          .thenComparing(Execution::symbol)
          .thenComparing(Execution::execId);
  private static final Comparator<PositionReport> POSITION_ORDER =
      Comparator.comparingLong(PositionReport::asOf).thenComparing(PositionReport::toString);

  /** Fires when no more is to come. */
  private static final long END = Long.MAX_VALUE - 1;

  private final Map<String, PortfolioEngine> engines;
  private final ExecutionConfig execution;
  private final long performanceMillis;
  private final Set<String> watched;

  private transient ValueState<PortfolioState> portfolio;
  private transient ValueState<SizingComparison> comparison;
  private transient HeldRows<Signal> pendingSignals;
  private transient HeldRows<Execution> pendingExecutions;
  private transient HeldRows<PositionReport> pendingPositions;
  private transient Counts counts;
  private transient PortfolioGauges gauges;

  /**
   * @param engines by portfolio
   * @param execution what entries are expected to cost
   * @param performanceMillis event time from one report of the performance to the next, at least 1
   * @param watched symbols whose positions metrics show
   */
  public SizePositions(
      Map<String, PortfolioEngine> engines,
      ExecutionConfig execution,
      long performanceMillis,
      Set<String> watched) {
    this.engines = new HashMap<>(engines);
    this.execution = execution;
    this.performanceMillis = performanceMillis;
    this.watched = watched;
  }

  @Override
  public void open(OpenContext context) {
    portfolio = getRuntimeContext().getState(PORTFOLIO);
    comparison = getRuntimeContext().getState(COMPARISON);
    pendingSignals =
        new HeldRows<>(getRuntimeContext().getListState(PENDING_SIGNALS), Signal::time);
    pendingExecutions =
        new HeldRows<>(
            getRuntimeContext().getListState(PENDING_EXECUTIONS), Execution::transactTime);
    pendingPositions =
        new HeldRows<>(getRuntimeContext().getListState(PENDING_POSITIONS), PositionReport::asOf);
    counts = new Counts(getRuntimeContext());
    for (String code :
        List.of(
            PortfolioEngine.UNKNOWN_ORDER,
            PortfolioEngine.RECONCILED,
            PortfolioEngine.RECONCILIATION_PENDING,
            PortfolioEngine.REPORT_LATE)) {
      counts.begin(TradingMetric.ALERTS, code);
    }
    gauges = new PortfolioGauges(watched, getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement1(PortfolioSignal signal, Context context, Collector<Order> out)
      throws Exception {
    pendingSignals.add(signal.signal());
    context.timerService().registerEventTimeTimer(signal.signal().time());
  }

  @Override
  public void processElement2(VenueReport report, Context context, Collector<Order> out)
      throws Exception {
    if (report.execution() != null) {
      pendingExecutions.add(report.execution());
      context.timerService().registerEventTimeTimer(report.execution().transactTime());
    } else {
      pendingPositions.add(report.positions());
      context.timerService().registerEventTimeTimer(report.positions().asOf());
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Order> out) throws Exception {
    // The first timer that a watermark fires works through all that is behind that watermark.
    long watermark = context.timerService().currentWatermark();
    List<Execution> executions = pendingExecutions.takeUpTo(watermark);
    List<PositionReport> positions = pendingPositions.takeUpTo(watermark);
    List<Signal> signals = pendingSignals.takeUpTo(watermark);
    if (executions.isEmpty() && positions.isEmpty() && signals.isEmpty()) {
      if (time == END && comparison.value() != null) {
        report(comparison.value(), context);
      }
      return;
    }
    executions.sort(EXECUTION_ORDER);
    positions.sort(POSITION_ORDER);
    signals.sort(SIGNAL_ORDER);

    String name = context.getCurrentKey();
    PortfolioEngine engine = engines.get(name);
    PortfolioState state = portfolio.value();
    if (state == null) {
      state = engine.initial(name);
      context.timerService().registerEventTimeTimer(END);
    }
    SizingComparison books = comparison.value();
    if (books == null) {
      books = SizingComparison.initial(name, state.startingCash());
    }
    int e = 0;
    int p = 0;
    int s = 0;
    while (e < executions.size() || p < positions.size() || s < signals.size()) {
      long executionTime =
          e < executions.size() ? executions.get(e).transactTime() : Long.MAX_VALUE;
      long positionTime = p < positions.size() ? positions.get(p).asOf() : Long.MAX_VALUE;
      long signalTime = s < signals.size() ? signals.get(s).time() : Long.MAX_VALUE;
      long before = state.time();
      List<Signal> decided = List.of();
      // A position report that the books agree with is nothing to tell, and no valuation.
      boolean told = true;
      PortfolioStep step;
      if (executionTime <= Math.min(positionTime, signalTime)) {
        int from = e;
        while (e < executions.size() && executions.get(e).transactTime() == executionTime) {
          e++;
        }
        step = engine.execute(state, executionTime, executions.subList(from, e));
      } else if (positionTime <= signalTime) {
        step = engine.reconcile(state, positions.get(p++));
        told = !step.alerts().isEmpty();
      } else {
        int from = s;
        while (s < signals.size() && signals.get(s).time() == signalTime) {
          s++;
        }
        decided = signals.subList(from, s);
        step = engine.step(state, signalTime, decided);
      }
      if (told) {
        books = books.after(step, decided, execution);
        emit(name, step, context, out);
      }
      state = step.state();
      if (state.time() / performanceMillis > before / performanceMillis) {
        report(books, context);
      }
    }
    portfolio.update(state);
    comparison.update(books);
  }

  private static void report(SizingComparison books, OnTimerContext context) {
    for (BookPerformance performance : books.performances()) {
      context.output(PERFORMANCE, performance);
    }
  }

  private void emit(String name, PortfolioStep step, OnTimerContext context, Collector<Order> out) {
    for (Order order : step.orders()) {
      counts.add(TradingMetric.ORDERS);
      out.collect(order);
    }
    for (Execution execution : step.executions()) {
      counts.add(TradingMetric.EXECUTIONS);
      if (execution.execType() == ExecType.TRADE) {
        counts.add(TradingMetric.FILLS);
      }
      context.output(EXECUTIONS, execution);
    }
    for (Decision decision : step.decisions()) {
      counts.add(TradingMetric.DECISIONS, decision.outcome().name());
      if (decision.outcome() == Outcome.DENIED) {
        counts.add(TradingMetric.DENIALS, name, decision.code());
      }
      context.output(DECISIONS, decision);
    }
    for (Alert alert : step.alerts()) {
      counts.add(TradingMetric.ALERTS, alert.code());
      context.output(ALERTS, alert);
    }
    gauges.show(step, engines.get(name).risk());
    context.output(SNAPSHOTS, step.snapshot());
  }

  private static <T> OutputTag<T> tag(String id, Class<T> type) {
    return new OutputTag<>(id, TypeInformation.of(type));
  }
}
