package io.minhos.trading.replay;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.evaluation.RoundTrip;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.signals.Signal;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.market.Rejects;
import io.minhos.flink.metrics.TradingMetric;
import io.minhos.flink.risk.VenueReport;
import io.minhos.store.ReleaseReader;
import io.minhos.store.StoreRefusal;
import io.minhos.trading.JobSettings;
import io.minhos.trading.TradingTopology;
import io.minhos.trading.WatchedJob;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import io.minhos.trading.output.OutputLine;
import io.minhos.trading.output.SortJsonLines;
import io.minhos.trading.output.Summary;
import io.minhos.trading.output.WriteJsonLines;
import io.minhos.trading.report.Denials;
import io.minhos.trading.report.EquityHistory;
import io.minhos.trading.report.OrderPurposes;
import io.minhos.trading.report.ReportPage;
import io.minhos.trading.report.RunCurves;
import io.minhos.trading.report.RunFacts;
import io.minhos.trading.report.TradeStatistics;
import io.minhos.trading.report.WalkStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * The live topology over files: reads them as one stream in event time, and writes what comes out,
 * a file an output, sorted by (time, symbol, id). The same input and configuration give the same
 * bytes at every parallelism.
 */
public final class Replay {

  public static final String ORDERS = "orders.jsonl";
  public static final String EXECUTIONS = "executions.jsonl";
  public static final String DECISIONS = "decisions.jsonl";
  public static final String SIGNALS = "signals.jsonl";
  public static final String PORTFOLIO = "portfolio.jsonl";
  public static final String PERFORMANCE = "performance.jsonl";
  public static final String ACCURACY = "accuracy.jsonl";
  public static final String REJECTS = "rejects.jsonl";
  public static final String ALERTS = "alerts.jsonl";
  public static final String ACKS = "acks.jsonl";
  public static final String SUMMARY = "summary.json";
  public static final String REPORT = "report.html";

  /** The files of lines. */
  public static final List<String> OUTPUTS =
      List.of(
          ORDERS,
          EXECUTIONS,
          DECISIONS,
          SIGNALS,
          PORTFOLIO,
          PERFORMANCE,
          REJECTS,
          ALERTS,
          ACKS,
          ACCURACY);

  /** An input that brings nothing: in a replay the venue is inside. */
  private static final OutputTag<VenueReport> NO_REPORTS =
      new OutputTag<>("no-reports", TypeInformation.of(VenueReport.class));

  /** An input that brings nothing, with the market's time. */
  private static final OutputTag<ControlArrival> NO_CONTROL =
      new OutputTag<>("no-control", TypeInformation.of(ControlArrival.class));

  private Replay() {}

  /**
   * Replays {@code files} on a Flink inside this JVM and returns what {@code summary.json} says.
   * The venue is simulated, also with the configuration of a job that trades with an external one.
   */
  public static Summary run(ReplayInputs in, TradingConfig config, int parallelism, Path out)
      throws Exception {
    return run(in, config, parallelism, out, read -> {});
  }

  /**
   * The same.
   *
   * @param progress hears each second how many records were read
   */
  public static Summary run(
      ReplayInputs in, TradingConfig config, int parallelism, Path out, LongConsumer progress)
      throws Exception {
    return run(in, config, parallelism, out, List.of(), progress);
  }

  /**
   * The same, of a walk-forward backtest.
   *
   * @param steps where its releases come from, for the report
   */
  public static Summary run(
      ReplayInputs in,
      TradingConfig config,
      int parallelism,
      Path out,
      List<WalkStep> steps,
      LongConsumer progress)
      throws Exception {
    long start = System.nanoTime();
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(
            parallelism, WatchedJob.settings(JobSettings.flink()));
    build(env, in, config, out);
    JobExecutionResult result =
        WatchedJob.run(
            env,
            "replay",
            counted -> progress.accept(Summary.count(counted, TradingMetric.RECORDS_READ)));
    SortJsonLines.removeRuns(out.resolve(REJECTS));
    long elapsedMillis = (System.nanoTime() - start) / 1_000_000;
    RunFacts facts = read(in, out, config, result.getAllAccumulatorResults(), elapsedMillis);
    steps.forEach(facts.curves()::add);
    Files.writeString(out.resolve(SUMMARY), Json.line(facts.summary()) + "\n");
    Files.writeString(out.resolve(REPORT), ReportPage.of(facts));
    return facts.summary();
  }

  /** The job: files in, files out. */
  public static void build(
      StreamExecutionEnvironment env, ReplayInputs in, TradingConfig config, Path out) {
    TradingTopology.Outputs outputs = topology(env, in, config);
    write(outputs.alerts(), Alert.class, out.resolve(ALERTS), 0, Replay::line);
    write(outputs.acknowledgements(), Acknowledgement.class, out.resolve(ACKS), 0, Replay::line);
    write(outputs.orders(), Order.class, out.resolve(ORDERS), 0, Replay::line);
    // A fill carries the open's time, but comes with the bar.
    write(
        outputs.executions(),
        Execution.class,
        out.resolve(EXECUTIONS),
        config.bars().length().millis(),
        Replay::line);
    write(outputs.decisions(), Decision.class, out.resolve(DECISIONS), 0, Replay::line);
    write(outputs.signals(), Signal.class, out.resolve(SIGNALS), 0, Replay::line);
    write(outputs.portfolio(), PortfolioSnapshot.class, out.resolve(PORTFOLIO), 0, Replay::line);
    write(outputs.performance(), BookPerformance.class, out.resolve(PERFORMANCE), 0, Replay::line);
    write(outputs.accuracy(), AccuracyReport.class, out.resolve(ACCURACY), 0, Replay::line);
    write(
        outputs.rejects(),
        Rejection.class,
        out.resolve(REJECTS),
        new SortJsonLines(out.resolve(REJECTS).toString()),
        Replay::line);
  }

  /** The topology over files, with the venue inside; nothing is written yet. */
  public static TradingTopology.Outputs topology(
      StreamExecutionEnvironment env, ReplayInputs in, TradingConfig config) {
    SingleOutputStreamOperator<MarketRecord> market = FileMarket.read(env, in.files(), config);
    return TradingTopology.build(
        new TradingTopology.Inputs(
            market,
            market.getSideOutput(Rejects.TAG),
            market.getSideOutput(NO_REPORTS),
            control(env, in, market)),
        in.models(),
        config.simulated());
  }

  /**
   * The commands, which are all known before the first bar is decided: their stream ends at once,
   * and with it its time.
   */
  private static DataStream<ControlArrival> control(
      StreamExecutionEnvironment env, ReplayInputs in, SingleOutputStreamOperator<?> market) {
    return in.control().isEmpty()
        ? market.getSideOutput(NO_CONTROL)
        : env.fromData(in.control(), TypeInformation.of(ControlArrival.class))
            .uid("commands")
            .name("Commands")
            .setParallelism(1);
  }

  private static OutputLine line(Alert a) {
    return new OutputLine(a.time(), "", a.model() + "." + a.version(), Json.line(a));
  }

  private static OutputLine line(Acknowledgement a) {
    return new OutputLine(a.from(), "", a.commandId(), Json.line(a));
  }

  private static OutputLine line(Order o) {
    return new OutputLine(o.transactTime(), o.symbol(), o.clOrdId(), Json.line(o));
  }

  private static OutputLine line(Execution e) {
    return new OutputLine(e.transactTime(), e.symbol(), e.execId(), Json.line(e));
  }

  private static OutputLine line(Decision d) {
    return new OutputLine(d.time(), d.symbol(), d.decisionId(), Json.line(d));
  }

  private static OutputLine line(Signal s) {
    return new OutputLine(s.time(), s.symbol(), "", Json.line(s));
  }

  private static OutputLine line(PortfolioSnapshot p) {
    return new OutputLine(p.time(), "", p.portfolio(), Json.line(p));
  }

  private static OutputLine line(BookPerformance p) {
    return new OutputLine(p.time(), p.symbol(), p.portfolio() + "." + p.book(), Json.line(p));
  }

  private static OutputLine line(AccuracyReport a) {
    return new OutputLine(a.time(), a.symbol(), a.model() + "." + a.version(), Json.line(a));
  }

  /** Rejects have no trustworthy time: they are sorted by (file, line). */
  private static OutputLine line(Rejection r) {
    return new OutputLine(0, r.source(), String.format("%019d", r.ordinal()), Json.line(r));
  }

  private static <T> void write(
      DataStream<T> stream,
      Class<T> type,
      Path file,
      long holdBackMillis,
      MapFunction<T, OutputLine> toLine) {
    write(stream, type, file, new WriteJsonLines(file.toString(), holdBackMillis), toLine);
  }

  private static <T> void write(
      DataStream<T> stream,
      Class<T> type,
      Path file,
      OneInputStreamOperator<OutputLine, Void> writer,
      MapFunction<T, OutputLine> toLine) {
    String name = file.getFileName().toString().replace(".jsonl", "");
    stream
        .map(toLine)
        .returns(OutputLine.class)
        .uid("format-" + name)
        .name("Format" + type.getSimpleName())
        .transform("Write" + type.getSimpleName(), Types.VOID, writer)
        .uid("write-" + name)
        .setParallelism(1);
  }

  /**
   * Goes once through what the run wrote. Of decisions only outcome and reason are read; rejects
   * are counted.
   */
  private static RunFacts read(
      ReplayInputs in,
      Path out,
      TradingConfig config,
      Map<String, Object> counters,
      long elapsedMillis)
      throws IOException {
    Map<String, Double> startingCash = config.startingCash();
    EquityHistory history =
        new EquityHistory(startingCash.values().stream().mapToDouble(Double::doubleValue).sum());
    Ledger ledger = new Ledger(startingCash, history::add);
    TradeStatistics trades = new TradeStatistics();
    RunCurves curves = new RunCurves(startingCash);
    try (OrderPurposes purposes = new OrderPurposes(out.resolve(ORDERS))) {
      forEach(
          out.resolve(EXECUTIONS),
          Execution.class,
          e -> {
            Purpose purpose = purposes.of(e);
            RoundTrip closed = ledger.add(e);
            trades.add(e, purpose, closed);
            if (closed != null) {
              curves.add(e, purpose, closed);
            }
          });
    }
    forEach(
        out.resolve(PORTFOLIO),
        PortfolioSnapshot.class,
        snapshot -> {
          ledger.add(snapshot);
          curves.add(snapshot);
        });
    forEach(
        out.resolve(PERFORMANCE),
        BookPerformance.class,
        performance -> {
          ledger.add(performance);
          curves.add(performance);
        });
    ModelScores models =
        new ModelScores(
            config.labelling(),
            (symbol, time, answer, realised) -> curves.judged(answer, realised));
    forEach(
        out.resolve(SIGNALS),
        Signal.class,
        signal -> {
          models.add(signal);
          curves.add(signal);
        });
    forEach(out.resolve(ACCURACY), AccuracyReport.class, curves::add);
    forEach(out.resolve(ACKS), Acknowledgement.class, curves::add);
    forEach(out.resolve(ALERTS), Alert.class, curves::add);
    releases(in, curves);
    return new RunFacts(
        Summary.of(
            counters,
            ledger.equity(),
            models.uses(),
            ledger.performances(),
            ledger.books(),
            elapsedMillis),
        ledger.performance(),
        ledger.profit(),
        history,
        trades,
        Denials.count(out.resolve(DECISIONS)),
        curves);
  }

  /** What the releases that were put in force say of themselves. */
  private static void releases(ReplayInputs in, RunCurves curves) {
    for (ControlArrival arrival : in.control()) {
      ControlEntry entry = arrival.entry();
      if (entry != null && entry.type() == ControlType.RELEASE) {
        curves.release(entry.model(), entry.version(), metrics(entry.release()));
      }
    }
  }

  /** None of one that cannot be read: the run refused it too, with an alert. */
  private static Map<String, Double> metrics(ModelRelease release) {
    try {
      return ReleaseReader.open(release).manifest().metrics();
    } catch (StoreRefusal e) {
      return Map.of();
    }
  }

  private static <T> void forEach(Path file, Class<T> type, Consumer<T> consumer)
      throws IOException {
    try (var lines = Files.lines(file)) {
      lines.map(line -> Objects.requireNonNull(Json.read(line, type))).forEach(consumer);
    }
  }
}
