package io.minhos.cli;

import io.minhos.cli.data.PlantedMarket;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.engines.ensemble.StackWeights;
import io.minhos.engines.lstm.LstmArchitecture;
import io.minhos.engines.lstm.LstmArtifacts;
import io.minhos.engines.lstm.LstmWeights;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.metrics.TradingMetric;
import io.minhos.retraining.Publication;
import io.minhos.retraining.Retraining;
import io.minhos.store.LoadedRelease;
import io.minhos.store.Manifest;
import io.minhos.store.ModelKind;
import io.minhos.store.ModelStore;
import io.minhos.store.ReleaseDraft;
import io.minhos.store.Scaling;
import io.minhos.store.StoreRefusal;
import io.minhos.store.Verdict;
import io.minhos.trading.JobSettings;
import io.minhos.trading.TradingTopology;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.config.TrainingConfig;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
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
      "each answer is of the version in force at its bar. Exit code 1 if not, or if it is slower."
    },
    mixinStandardHelpOptions = true)
final class BenchSwapsCommand implements Callable<Integer> {

  private static final long BAR_MILLIS = 60_000;
  private static final int WARM_UP_BARS = 100;
  private static final List<String> MODELS = List.of(SignalFusion.LSTM, SignalFusion.ENSEMBLE);
  private static final Instant CREATED = Instant.EPOCH;

  @Option(names = "--symbols", paramLabel = "N", defaultValue = "200", description = "Symbols.")
  int symbols;

  @Option(names = "--bars", paramLabel = "N", defaultValue = "5000", description = "Bars each.")
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
    settings.addAll(config.settings);
    settings.add("bars.length=" + BAR_MILLIS + "ms");
    TradingConfig loaded = ConfigLoader.load(config.file, settings);
    Path work = Folders.temporary("minhos-swaps");
    try {
      return swap(loaded, work) ? 0 : Minhos.FAILED;
    } finally {
      Folders.delete(work);
    }
  }

  private boolean swap(TradingConfig loaded, Path work) throws Exception {
    Path file = simulated(work.resolve("bars.csv"), symbols, bars);
    ModelStore store = ModelStore.at(work.resolve("store").toString());
    List<ControlArrival> control = new ArrayList<>();
    Map<String, NavigableMap<Long, Integer>> inForce = new TreeMap<>();
    LoadedRelease trained = train(loaded, work);
    long first = PlantedMarket.START.toEpochMilli();
    // What comes first replaces nothing.
    int releases = MODELS.size() + swaps;
    for (int i = 0; i < releases; i++) {
      String model = MODELS.get(i % MODELS.size());
      ModelRelease release =
          model.equals(SignalFusion.LSTM)
              ? lstm(store, loaded, trained.manifest(), i)
              : ensemble(store, trained, i);
      long from =
          first + (WARM_UP_BARS + (long) i * (bars - WARM_UP_BARS) / releases) * BAR_MILLIS + 7;
      inForce.computeIfAbsent(model, m -> new TreeMap<>()).put(from, release.version());
      ControlEntry entry = ControlEntry.release(release, "bench", "", Instant.ofEpochMilli(from));
      control.add(new ControlArrival("bench", i, entry, null, Json.line(entry)));
    }
    return report(run(loaded, file, control, new CountAnswers(inForce)));
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
    double done = signals / seconds;
    System.out.printf(
        Locale.ROOT,
        "%,d bars read, %,d built, %,d signals with %,d answers of models, %d swaps, %d"
            + " missing or of another version; %,.0f bars/s at parallelism %d (at least %,d)%n",
        read,
        built,
        signals,
        answers,
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

  /** A stack that the gate released, as the demo's would be. */
  private static LoadedRelease train(TradingConfig loaded, Path work) throws Exception {
    Path file = simulated(work.resolve("past.csv"), 4, 4_000);
    String store = work.resolve("trained").toString();
    Retraining.run(
        List.of(new MarketFile(file.toString(), MarketFile.Kind.BARS)),
        loaded,
        new Publication(store, Minhos.VERSION, CREATED),
        List.of(SignalFusion.ENSEMBLE),
        1,
        (trainer, progress) -> {});
    ModelStore trained = ModelStore.existing(store);
    return trained.open(trained.champion(SignalFusion.ENSEMBLE));
  }

  private static Path simulated(Path file, int symbols, int bars) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      new PlantedMarket(symbols, BAR_MILLIS, 0.65, 1).write(bars, out);
    }
    return file;
  }

  /** The trained stack, answering a little more or less. */
  private static ModelRelease ensemble(ModelStore store, LoadedRelease trained, int number)
      throws StoreRefusal {
    Map<String, byte[]> artifacts = new TreeMap<>(trained.artifacts());
    artifacts.put(
        "stack.json", new StackWeights(number * 1e-4, new double[] {0.3, 0.3, 0.3}).toJson());
    Manifest like = trained.manifest();
    return store.publish(
        draft(like, SignalFusion.ENSEMBLE, like.kind(), FeatureSchema.TABULAR, 0, null), artifacts);
  }

  /** A network of the configured size. How well it answers costs no time. */
  private static ModelRelease lstm(
      ModelStore store, TradingConfig loaded, Manifest like, int number) throws StoreRefusal {
    TrainingConfig.Lstm sizes = loaded.training().lstm();
    int features = FeatureSchema.SEQUENCE_8.size();
    LstmArchitecture a =
        new LstmArchitecture(
            loaded.inference().sequenceLength(),
            features,
            sizes.firstUnits(),
            sizes.secondUnits(),
            sizes.denseUnits());
    SplittableRandom random = new SplittableRandom(number);
    LstmWeights weights =
        new LstmWeights(
            a,
            layer(random, features, a.lstm1Units()),
            layer(random, a.lstm1Units(), a.lstm2Units()),
            new LstmWeights.Dense(
                values(random, a.lstm2Units() * a.denseUnits()), values(random, a.denseUnits())),
            new LstmWeights.Dense(values(random, a.denseUnits()), values(random, 1)));
    LstmArtifacts artifacts = LstmArtifacts.of(weights);
    double[] min = new double[features];
    double[] max = new double[features];
    Arrays.fill(min, -1);
    Arrays.fill(max, 1);
    return store.publish(
        draft(
            like,
            SignalFusion.LSTM,
            ModelKind.LSTM,
            FeatureSchema.SEQUENCE_8,
            a.steps(),
            Scaling.of(min, max)),
        Map.of(
            LstmArtifacts.ONNX_FILE, artifacts.onnx(),
            LstmArtifacts.WEIGHTS_FILE, artifacts.weights()));
  }

  private static LstmWeights.Lstm layer(SplittableRandom random, int inputs, int units) {
    return new LstmWeights.Lstm(
        values(random, inputs * 4 * units),
        values(random, units * 4 * units),
        values(random, 4 * units));
  }

  private static float[] values(SplittableRandom random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-0.3, 0.3);
    }
    return values;
  }

  private static ReleaseDraft draft(
      Manifest like,
      String model,
      ModelKind kind,
      FeatureSchema schema,
      int steps,
      Scaling scaling) {
    return new ReleaseDraft(
        model,
        kind,
        schema.id(),
        schema.version(),
        schema.hash(),
        steps,
        scaling,
        like.training(),
        Map.of(),
        new Verdict(true, List.of("no gate: a benchmark")),
        Minhos.VERSION,
        CREATED);
  }
}
