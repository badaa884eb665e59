package io.minhos.cli.backtest;

import io.minhos.cli.backtest.BacktestResult.StepResult;
import io.minhos.cli.backtest.BacktestStep.Released;
import io.minhos.cli.backtest.WindowPlan.Window;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.evaluation.Performance;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.retraining.History;
import io.minhos.retraining.Publication;
import io.minhos.retraining.Retraining;
import io.minhos.retraining.TrainingVerdict;
import io.minhos.retraining.Variant;
import io.minhos.retraining.VariantSearch;
import io.minhos.retraining.trees.TrainingException;
import io.minhos.store.ModelStore;
import io.minhos.store.StoreRefusal;
import io.minhos.store.StoredRelease;
import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import io.minhos.trading.output.Summary;
import io.minhos.trading.replay.MarketSpan;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import io.minhos.trading.report.WalkStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Trains on a window, lets the gate judge, goes on by a step, to the end of the data; then one
 * replay of the live topology over all of them, in which each release is put in force at the event
 * time at which it would have been ready. Nobody enters before the first could be. The same replay
 * without releases, in {@code technical/}, is what technical analysis does alone.
 *
 * <p>The folder holds what is done, step by step, and a backtest that was killed goes on from
 * there: to the same bytes as one that was not.
 */
public final class Backtest {

  /** What was found. */
  public static final String RESULT = "walkforward.json";

  /** The folder of the replay without releases. */
  public static final String TECHNICAL = "technical";

  private static final String BY = "backtest";

  private final List<MarketFile> files;
  private final TradingConfig config;
  private final Terms terms;
  private final String codeVersion;
  private final int parallelism;
  private final Path out;

  /**
   * What is trained and when, in milliseconds.
   *
   * @param models ids, in the order of their verdicts
   * @param variants what is tried on each window, of which the best is trained and judged as the
   *     best of so many; empty for the configuration alone. Goes with one model
   */
  public record Terms(
      long trainWindow, long step, long readyAfter, List<String> models, List<Variant> variants) {

    /** Without a search. */
    public Terms(long trainWindow, long step, long readyAfter, List<String> models) {
      this(trainWindow, step, readyAfter, models, List.of());
    }
  }

  /** Hears how far it is. */
  public interface Listener {

    /** So many of so many parts are done, {@code next} begins. */
    void reached(int done, int of, String next);

    /** What the part in work says of itself. */
    void heard(String who, String text);
  }

  /**
   * @param codeVersion of the code that trains
   * @param parallelism of the replay and of what computes features; nothing hangs on it
   * @param out folder of the results
   */
  public Backtest(
      List<MarketFile> files,
      TradingConfig config,
      Terms terms,
      String codeVersion,
      int parallelism,
      Path out) {
    this.files = List.copyOf(files);
    this.config = config;
    this.terms = terms;
    this.codeVersion = codeVersion;
    this.parallelism = parallelism;
    this.out = out.toAbsolutePath().normalize();
  }

  /**
   * Goes on where the folder says, to the end.
   *
   * @throws ConfigException BACKTEST_DIFFERS if the folder holds another backtest, NO_STEP if the
   *     data are too short for one
   */
  public BacktestResult run(Listener listener) throws Exception {
    BacktestSettings settings = BacktestSettings.of(files, config, terms, codeVersion);
    settings.requireSame(out);
    Path result = out.resolve(RESULT);
    if (Files.exists(result)) {
      return Json.read(Files.readString(result), BacktestResult.class);
    }
    MarketSpan span = MarketSpan.of(files, config);
    WindowPlan plan =
        new WindowPlan(
            config.bars().clock().openTime(span.first()),
            span.last() + 1,
            terms.trainWindow(),
            terms.step(),
            terms.readyAfter());
    List<Window> windows = plan.windows();
    if (windows.isEmpty()) {
      throw new ConfigException(
          "NO_STEP: trainWindow=%dms readyAfter=%dms must be shorter than the data: %dms"
              .formatted(plan.trainWindow(), plan.readyAfter(), plan.end() - plan.start()));
    }
    settings.write(out);
    int parts = windows.size() + 2;
    List<BacktestStep> steps = train(windows, parts, listener);

    Path technical = out.resolve(TECHNICAL);
    listener.reached(windows.size(), parts, "replay with the releases");
    Summary traded = replay(control(plan, steps), walked(plan, steps), out, listener);
    listener.reached(windows.size() + 1, parts, "replay without them");
    Summary alone = replay(List.of(training(plan)), List.of(), technical, listener);
    listener.reached(parts, parts, "");
    BacktestResult found = result(plan, steps, traded, alone);
    StepLog.replace(result, Json.line(found) + "\n");
    return found;
  }

  private List<BacktestStep> train(List<Window> windows, int parts, Listener listener)
      throws Exception {
    StepLog log = new StepLog(out.resolve(StepLog.FILE));
    StepStores stores = new StepStores(out);
    List<BacktestStep> steps = new ArrayList<>(log.read());
    stores.keep(steps.size());
    while (steps.size() < windows.size()) {
      int done = steps.size();
      listener.reached(done, parts, "step %d of %d".formatted(done + 1, windows.size()));
      BacktestStep step = train(windows.get(done), stores.next(done), listener);
      log.append(step);
      steps.add(step);
      stores.keep(steps.size());
    }
    stores.finish(steps.size());
    return steps;
  }

  private BacktestStep train(Window window, Path store, Listener listener) throws Exception {
    History history =
        History.within(
            History.of(files), window.from().toEpochMilli(), window.until().toEpochMilli());
    List<TrainingVerdict> verdicts;
    try {
      TradingConfig chosen = config;
      Publication publication = new Publication(store.toString(), codeVersion, window.until());
      if (!terms.variants().isEmpty()) {
        VariantSearch search =
            Retraining.search(
                Retraining.localSearch(parallelism),
                history,
                terms.variants(),
                publication,
                terms.models().get(0),
                listener::heard);
        chosen = search.chosen(config);
        publication = publication.bestOf(search);
      }
      verdicts =
          Retraining.run(
              history, chosen, publication, terms.models(), parallelism, listener::heard);
    } catch (Exception e) {
      verdicts = tooLittle(e);
    }
    List<Released> releases = new ArrayList<>();
    for (TrainingVerdict verdict : verdicts) {
      if (verdict.released()) {
        releases.add(released(verdict, window, store));
      }
    }
    return new BacktestStep(window, verdicts, releases);
  }

  /** A window with a gap in the data is no reason to give up the others. */
  private List<TrainingVerdict> tooLittle(Exception failure) throws Exception {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TrainingException
          && String.valueOf(cause.getMessage()).startsWith("TOO_LITTLE_HISTORY")) {
        String reason = cause.getMessage();
        return terms.models().stream()
            .map(model -> new TrainingVerdict(model, false, null, List.of(reason), null))
            .toList();
      }
    }
    throw failure;
  }

  /** What was learned from lies before the training began, or the result is worth nothing. */
  private static Released released(TrainingVerdict verdict, Window window, Path store)
      throws StoreRefusal {
    StoredRelease release =
        ModelStore.existing(store.toString()).show(verdict.model(), verdict.version());
    Instant to = Objects.requireNonNull(release.manifest()).training().to();
    if (!to.isBefore(window.until())) {
      throw new IllegalStateException(
          "training.to must be before %s: %s".formatted(window.until(), to));
    }
    return new Released(verdict.model(), verdict.version(), release.release().sha256());
  }

  /** What was in force, in the order of time. */
  private List<ControlArrival> control(WindowPlan plan, List<BacktestStep> steps)
      throws StoreRefusal {
    List<ControlArrival> entries = new ArrayList<>();
    entries.add(training(plan));
    ModelStore store = ModelStore.at(new StepStores(out).finished().toString());
    for (BacktestStep step : steps) {
      for (Released released : step.releases()) {
        ModelRelease release = store.eligible(released.model(), released.version());
        if (!release.sha256().equals(released.sha256())) {
          throw new ConfigException(
              "BACKTEST_BROKEN: model=%s version=%d sha256=%s expected=%s"
                  .formatted(
                      release.model(), release.version(), release.sha256(), released.sha256()));
        }
        entries.add(
            arrival(
                entries.size(),
                ControlEntry.release(
                    release, BY, "released by the gate", step.window().inForce())));
      }
    }
    return entries;
  }

  /** While the first models are trained nobody trades, or the comparison would not be of them. */
  private static ControlArrival training(WindowPlan plan) {
    return arrival(
        0,
        ControlEntry.of("first-training", ControlType.HALT, BY, "the first models are in training")
            .between(Instant.ofEpochMilli(plan.start()), Instant.ofEpochMilli(plan.tradedFrom())));
  }

  private static ControlArrival arrival(int ordinal, ControlEntry entry) {
    return new ControlArrival(BY, ordinal, entry, null, Json.line(entry));
  }

  /** The steps as the report shows them. */
  private static List<WalkStep> walked(WindowPlan plan, List<BacktestStep> steps) {
    List<WalkStep> walked = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Window window = steps.get(i).window();
      walked.add(
          new WalkStep(
              window.step(),
              window.from(),
              window.until(),
              window.inForce(),
              i + 1 < steps.size()
                  ? steps.get(i + 1).window().inForce()
                  : Instant.ofEpochMilli(plan.end()),
              steps.get(i).verdicts().stream().map(Backtest::judged).toList()));
    }
    return walked;
  }

  private static WalkStep.Judged judged(TrainingVerdict verdict) {
    TrainingVerdict.Metrics metrics = verdict.metrics();
    return new WalkStep.Judged(
        verdict.model(),
        verdict.released() ? verdict.version() : 0,
        metrics == null ? Double.NaN : metrics.accuracy(),
        metrics == null ? Double.NaN : metrics.accuracyLow(),
        metrics == null ? Double.NaN : metrics.accuracyHigh(),
        verdict.reasons());
  }

  private Summary replay(
      List<ControlArrival> control, List<WalkStep> steps, Path folder, Listener listener)
      throws Exception {
    return Replay.run(
        new ReplayInputs(files, control, StoreModels.of(config.inference())),
        config,
        parallelism,
        folder,
        steps,
        read -> listener.heard("replay", "%d records read".formatted(read)));
  }

  private BacktestResult result(
      WindowPlan plan, List<BacktestStep> steps, Summary traded, Summary alone) throws Exception {
    long[] times = new long[steps.size() + 1];
    for (int i = 0; i < steps.size(); i++) {
      times[i] = steps.get(i).window().inForce().toEpochMilli();
    }
    times[steps.size()] = plan.end();
    GrowthBlocks blocks = GrowthBlocks.of(plan.tradedFrom(), plan.end());
    long[] all = blocks.with(times);
    double[] portfolio = RunFigures.growth(out, config.startingCash(), all);
    double[] technical = RunFigures.growth(out.resolve(TECHNICAL), config.startingCash(), all);
    RunFigures.Told told = RunFigures.signals(out, config.labelling(), plan.tradedFrom(), all);
    double[] portfolioByStep = GrowthBlocks.sums(portfolio, all, times);
    double[] technicalByStep = GrowthBlocks.sums(technical, all, times);
    double[] heldByStep = GrowthBlocks.sums(told.growth(), all, times);
    List<StepResult> results = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      results.add(
          new StepResult(
              steps.get(i).window(),
              Instant.ofEpochMilli(times[i + 1]),
              steps.get(i).verdicts(),
              portfolioByStep[i],
              technicalByStep[i],
              heldByStep[i]));
    }
    Map<String, Performance> books = new TreeMap<>();
    books.put(BacktestResult.TRADED, traded.performance().traded());
    if (traded.performance().kelly() != null && traded.performance().fixed() != null) {
      books.put(BacktestResult.CONSTANT, traded.performance().fixed());
    }
    books.put(BacktestResult.TECHNICAL, alone.performance().traded());
    books.put(BacktestResult.BUY_AND_HOLD, told.held());
    return new BacktestResult(
        Instant.ofEpochMilli(plan.start()),
        Instant.ofEpochMilli(plan.end()),
        Instant.ofEpochMilli(plan.tradedFrom()),
        traded.bars(),
        results,
        told.releases(),
        books,
        new TreeMap<>(
            Map.of(
                BacktestResult.TRADED, blocks.interval(portfolio, all),
                BacktestResult.TECHNICAL, blocks.interval(technical, all),
                BacktestResult.BUY_AND_HOLD, blocks.interval(told.growth(), all))));
  }
}
