package io.minhos.cli;

import io.minhos.cli.data.PlantedMarket;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.engines.ensemble.StackWeights;
import io.minhos.engines.lstm.LstmArchitecture;
import io.minhos.engines.lstm.LstmArtifacts;
import io.minhos.engines.lstm.LstmWeights;
import io.minhos.flink.files.MarketFile;
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
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.config.TrainingConfig;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Releases that cost what the demo's cost, in a store: a stack that the gate released, and networks
 * of the configured size whose weights are drawn, for how well a network answers costs no time.
 */
final class BenchModels {

  /** The log alone says who answers: no breaker takes a release out, and none stands by. */
  static final List<String> LOG_ALONE =
      List.of(
          "safeguards.standby=false",
          "safeguards.answers.calls=1000000000",
          "safeguards.answers.oneSidedCalls=1000000000",
          "safeguards.accuracy.minCalls=1000000000");

  /** Ids of both models. */
  static final List<String> IDS = List.of(SignalFusion.LSTM, SignalFusion.ENSEMBLE);

  static final long BAR_MILLIS = 60_000;

  private static final Instant CREATED = Instant.EPOCH;

  private final TradingConfig config;
  private final ModelStore store;
  private final LoadedRelease trained;

  private BenchModels(TradingConfig config, ModelStore store, LoadedRelease trained) {
    this.config = config;
    this.store = store;
    this.trained = trained;
  }

  /** Trains the stack on simulated bars. */
  static BenchModels train(TradingConfig config, Path work) throws Exception {
    Path file = simulated(work.resolve("past.csv"), 4, 4_000);
    String trained = work.resolve("trained").toString();
    Retraining.run(
        List.of(new MarketFile(file.toString(), MarketFile.Kind.BARS)),
        config,
        new Publication(trained, Minhos.VERSION, CREATED),
        List.of(SignalFusion.ENSEMBLE),
        1,
        (trainer, progress) -> {});
    ModelStore store = ModelStore.existing(trained);
    return new BenchModels(
        config,
        ModelStore.at(work.resolve("store").toString()),
        store.open(store.champion(SignalFusion.ENSEMBLE)));
  }

  /** Writes bars of a market whose next direction can be foreseen to 65 %. */
  static Path simulated(Path file, int symbols, int bars) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      market(symbols).write(bars, out);
    }
    return file;
  }

  /** The same market. */
  static PlantedMarket market(int symbols) {
    return new PlantedMarket(symbols, BAR_MILLIS, 0.65, 1);
  }

  /** Publishes a release of {@code model} that answers otherwise than that of another number. */
  ModelRelease release(String model, int number) throws StoreRefusal {
    return model.equals(SignalFusion.LSTM) ? lstm(number) : ensemble(number);
  }

  /** The trained stack, answering a little more or less. */
  private ModelRelease ensemble(int number) throws StoreRefusal {
    Map<String, byte[]> artifacts = new TreeMap<>(trained.artifacts());
    artifacts.put(
        "stack.json", new StackWeights(number * 1e-4, new double[] {0.3, 0.3, 0.3}).toJson());
    Manifest like = trained.manifest();
    return store.publish(
        draft(SignalFusion.ENSEMBLE, like.kind(), FeatureSchema.TABULAR, 0, null), artifacts);
  }

  private ModelRelease lstm(int number) throws StoreRefusal {
    TrainingConfig.Lstm sizes = config.training().lstm();
    int features = FeatureSchema.SEQUENCE_8.size();
    LstmArchitecture a =
        new LstmArchitecture(
            config.inference().sequenceLength(),
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

  private ReleaseDraft draft(
      String model, ModelKind kind, FeatureSchema schema, int steps, Scaling scaling) {
    return new ReleaseDraft(
        model,
        kind,
        schema.id(),
        schema.version(),
        schema.hash(),
        steps,
        scaling,
        trained.manifest().training(),
        Map.of(),
        new Verdict(true, List.of("no gate: a benchmark")),
        Minhos.VERSION,
        CREATED);
  }
}
