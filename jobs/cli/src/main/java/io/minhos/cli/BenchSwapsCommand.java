package io.minhos.cli;

import io.minhos.cli.data.PlantedMarket;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.metrics.TradingMetric;
import io.minhos.trading.JobSettings;
import io.minhos.trading.TradingTopology;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The whole topology at full speed over simulated bars, from a file to orders, while releases of
 * both models are swapped. Each answer is held against the version that the commands put in force.
 */
@Command(
    name = "swaps",
    description = {
      "The job at full speed while models are swapped: bars in and signals out are equally many,",
      "each answer is of the version in force at its bar. Exit code 1 if not, or if it is slower,",
      "once two fifths of the bars are through: the virtual machine compiles the job meanwhile."
    },
    mixinStandardHelpOptions = true)
final class BenchSwapsCommand implements Callable<Integer> {

  private static final int WARM_UP_BARS = 100;

  /** Percent of the bars that go untimed, while the virtual machine compiles the job. */
  private static final long UNTIMED = 40;

  @Option(names = "--symbols", paramLabel = "N", defaultValue = "200", description = "Symbols.")
  int symbols;

  @Option(names = "--bars", paramLabel = "N", defaultValue = "12000", description = "Bars each.")
  int bars;

  @Option(
      names = "--swaps",
      paramLabel = "N",
      defaultValue = "100",
      description = "Releases that replace one on the way, of both models in turn.")
  int swaps;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Bars a second that it must do at least.")
  int rate;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Subtasks of each operator.")
  int parallelism;

  @Mixin ConfigOptions config;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    FileChecks.requireAtLeastOne(spec, "--symbols", symbols);
    FileChecks.requireAtLeastOne(spec, "--bars", bars);
    FileChecks.requireAtLeastOne(spec, "--swaps", swaps);
    FileChecks.requireAtLeastOne(spec, "--rate", rate);
    FileChecks.requireAtLeastOne(spec, "--parallelism", parallelism);
    List<String> settings = new ArrayList<>(DemoCommand.SMALL);
    settings.addAll(BenchModels.LOG_ALONE);
    settings.addAll(config.settings);
    settings.add("bars.length=" + BenchModels.BAR_MILLIS + "ms");
    TradingConfig loaded = ConfigLoader.load(config.file, settings);
    Path work = Folders.temporary("minhos-swaps");
    try {
      return swap(loaded, work) ? 0 : Minhos.FAILED;
    } finally {
      Folders.delete(work);
    }
  }

  private boolean swap(TradingConfig loaded, Path work) throws Exception {
    Path file = BenchModels.simulated(work.resolve("bars.csv"), symbols, bars);
    List<ControlArrival> control = new ArrayList<>();
    Map<String, NavigableMap<Long, Integer>> inForce = new TreeMap<>();
    BenchModels models = BenchModels.train(loaded, work);
    long first = PlantedMarket.START.toEpochMilli();
    long timedFrom = first + UNTIMED * bars / 100 * BenchModels.BAR_MILLIS;
    // What comes first replaces nothing.
    int releases = BenchModels.IDS.size() + swaps;
    for (int i = 0; i < releases; i++) {
      String model = BenchModels.IDS.get(i % BenchModels.IDS.size());
      ModelRelease release = models.release(model, i);
      long from =
          first
              + (WARM_UP_BARS + (long) i * (bars - WARM_UP_BARS) / releases)
                  * BenchModels.BAR_MILLIS
              + 7;
      inForce.computeIfAbsent(model, m -> new TreeMap<>()).put(from, release.version());
      ControlEntry entry = ControlEntry.release(release, "bench", "", Instant.ofEpochMilli(from));
      control.add(new ControlArrival("bench", i, entry, null, Json.line(entry)));
    }
    return report(run(loaded, file, control, new CountAnswers(inForce, timedFrom)));
  }

  private JobExecutionResult run(
      TradingConfig loaded, Path file, List<ControlArrival> control, CountAnswers counting)
      throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, JobSettings.flink());
    ReplayInputs in =
        new ReplayInputs(
            List.of(new MarketFile(file.toString(), MarketFile.Kind.BARS)),
            control,
            StoreModels.of(loaded.inference()));
    TradingTopology.Outputs out = Replay.topology(env, in, loaded);
    discard(out.signals().filter(counting).uid("count-answers"), "signals");
    discard(out.orders(), "orders");
    discard(out.executions(), "executions");
    discard(out.decisions(), "decisions");
    discard(out.portfolio(), "portfolio");
    discard(out.rejects(), "rejects");
    discard(out.alerts(), "alerts");
    discard(out.accuracy(), "accuracy");
    discard(out.acknowledgements(), "acks");
    return env.execute("swaps");
  }

  private static <T> void discard(DataStream<T> stream, String name) {
    stream.sinkTo(new DiscardingSink<>()).uid("discard-" + name);
  }

  private boolean report(JobExecutionResult result) {
    long read = count(result, TradingMetric.RECORDS_READ.id());
    long built = count(result, TradingMetric.BARS.id());
    long signals = count(result, CountAnswers.SIGNALS);
    long answers = count(result, CountAnswers.ANSWERS);
    long wrong = count(result, CountAnswers.WRONG);
    double seconds = (count(result, CountAnswers.LAST) - count(result, CountAnswers.FIRST)) / 1e9;
    double done = count(result, CountAnswers.TIMED) / seconds;
    System.out.printf(
        Locale.ROOT,
        "%,d bars read, %,d built, %,d signals with %,d answers of models, %d"
            + " releases, %d swaps, %d missing or of another version; %,.0f bars/s at parallelism"
            + " %d (at least %,d)%n",
        read,
        built,
        signals,
        answers,
        BenchModels.IDS.size() + swaps,
        swaps,
        wrong,
        done,
        parallelism,
        rate);
    long expected = (long) symbols * bars;
    return read == expected
        && built == expected
        && signals == expected
        && answers > 0
        && wrong == 0
        && done >= rate;
  }

  private static long count(JobExecutionResult result, String name) {
    Long count = result.getAccumulatorResult(name);
    return count == null ? 0 : count;
  }
}
