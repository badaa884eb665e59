package io.minhos.cli;

import com.sun.management.OperatingSystemMXBean;
import io.minhos.cli.BacktestSpeed.Round;
import io.minhos.cli.BacktestSpeed.Spent;
import io.minhos.cli.InferenceTimes.Use;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.leaks.FeatureRun;
import io.minhos.domain.market.Bar;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.store.StoreRefusal;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Round by round the same bars with more of the job, in one process that is warm. */
@Command(
    name = "backtest",
    description = {
      "How many bars a second a backtest does with all models in force, of the configured sizes, and",
      "what of its processor time is inference, features, the report, Flink, what else is ours, and",
      "the JVM. In turn: features without Flink, a backtest without models, one with all."
    },
    mixinStandardHelpOptions = true)
final class BenchBacktestCommand implements Callable<Integer> {

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @ArgGroup(exclusive = false, multiplicity = "1")
  MarketFiles input;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds, after one that is not counted.")
  int runs;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "Subtasks of the backtest's operators.")
  int parallelism;

  @Option(names = "--json", description = "Print the figures as JSON.")
  boolean json;

  @Mixin ConfigOptions config;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    FileChecks.requireAtLeastOne(spec, "--runs", runs);
    FileChecks.requireAtLeastOne(spec, "--parallelism", parallelism);
    FileChecks.requireFiles(spec, input);
    List<String> settings = new ArrayList<>(BenchModels.LOG_ALONE);
    settings.addAll(config.settings);
    config.settings = settings;
    TradingConfig loaded = input.configured(config);
    Path work = Folders.temporary("minhos-bench");
    try {
      BenchModels models =
          BenchModels.train(config.loadWith("bars.length=" + BenchModels.BAR_MILLIS + "ms"), work);
      BacktestSpeed speed = measure(loaded, releases(models), work.resolve("run"));
      System.out.println(json ? Json.line(speed) : speed.describe());
    } finally {
      Folders.delete(work);
    }
    return 0;
  }

  /** All models, from before the first bar on. */
  private static List<ControlArrival> releases(BenchModels models)
      throws StoreRefusal, InterruptedException {
    List<ControlArrival> control = new ArrayList<>();
    for (String model : List.of(SignalFusion.LSTM, SignalFusion.ENSEMBLE, SignalFusion.WIN)) {
      ControlEntry entry =
          ControlEntry.release(models.release(model, 0), "bench", "", Instant.EPOCH);
      control.add(new ControlArrival("bench", control.size(), entry, null, Json.line(entry)));
    }
    return control;
  }

  private BacktestSpeed measure(TradingConfig loaded, List<ControlArrival> releases, Path out)
      throws Exception {
    List<MarketFile> files = input.files();
    SortedMap<String, List<Bar>> bars = CheckCommand.OverBars.bars(files, loaded);
    long count = bars.values().stream().mapToLong(List::size).sum();
    List<Round> rounds = new ArrayList<>();
    for (int run = -1; run < runs; run++) {
      Round round = round(files, bars, loaded, releases, out);
      if (run >= 0) {
        rounds.add(round);
      }
    }
    return BacktestSpeed.of(count, parallelism, rounds);
  }

  private Round round(
      List<MarketFile> files,
      SortedMap<String, List<Bar>> bars,
      TradingConfig loaded,
      List<ControlArrival> releases,
      Path out)
      throws Exception {
    FeatureRun features = CheckCommand.OverBars.features(loaded);
    Spent alone = spent(() -> bars.values().forEach(of -> features.values(of, 0)));
    Spent without =
        spent(() -> Replay.run(ReplayInputs.withoutModels(files), loaded, parallelism, out));
    try (InferenceTimes times = new InferenceTimes();
        StackSamples samples = new StackSamples()) {
      ReplayInputs all =
          new ReplayInputs(files, releases, times.timed(StoreModels.of(loaded.inference())));
      // While the job runs this thread waits: what it computes is the reading of its files.
      long before = InferenceTimes.threadNanos();
      Map<Path, Double> jvmBefore = JvmThreads.ticks();
      Spent with = spent(() -> Replay.run(all, loaded, parallelism, out));
      double report = (InferenceTimes.threadNanos() - before) / 1e9;
      double jvm = JvmThreads.secondsSince(jvmBefore);
      Map<String, Use> uses = times.uses();
      requireAsked(out.resolve(Replay.SIGNALS), uses);
      return new Round(
          alone,
          without,
          with,
          uses,
          report,
          jvm,
          BacktestSpeed.samples(samples.taken(), Thread.currentThread().getId()));
    }
  }

  /**
   * The times are of all answers and of nothing else, or the shares are none. A model that a
   * breaker took out is asked too, in shadow; not so the chances' model.
   */
  private static void requireAsked(Path signals, Map<String, Use> uses) throws IOException {
    Map<String, LongAdder> answers = new TreeMap<>();
    try (Stream<String> lines = Files.lines(signals)) {
      lines.forEach(
          line -> {
            for (String model : BenchModels.IDS) {
              String answer = "\"name\":\"%s\",\"version\":1,\"status\":\"".formatted(model);
              if (line.contains(answer + "OK\"") || line.contains(answer + "DISABLED\"")) {
                answers.computeIfAbsent(model, m -> new LongAdder()).increment();
              }
            }
            if (line.contains("\"win\":{\"version\":1,\"status\":\"OK\"")) {
              answers.computeIfAbsent(SignalFusion.WIN, m -> new LongAdder()).increment();
            }
          });
    }
    uses.forEach(
        (model, use) -> {
          long answered = answers.getOrDefault(model, new LongAdder()).sum();
          if (answered == 0 || answered != use.rows()) {
            throw new IllegalStateException(
                "MISCOUNTED: model=%s rows=%d answers=%d".formatted(model, use.rows(), answered));
          }
        });
  }

  private interface Work {
    void run() throws Exception;
  }

  private static Spent spent(Work work) throws Exception {
    long cpu = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    return new Spent((System.nanoTime() - start) / 1e9, (PROCESS.getProcessCpuTime() - cpu) / 1e9);
  }
}
