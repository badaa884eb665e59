package io.minhos.cli;

import io.minhos.cli.data.PlantedMarket;
import io.minhos.domain.evaluation.IsotonicCalibration;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.domain.signals.WinFeatures;
import io.minhos.engines.ensemble.CalibratedTrees;
import io.minhos.engines.ensemble.StackWeights;
import io.minhos.engines.lstm.LstmArchitecture;
import io.minhos.engines.lstm.LstmArtifacts;
import io.minhos.engines.lstm.LstmWeights;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.flink.files.MarketFile;
import io.minhos.retraining.Publication;
import io.minhos.retraining.Retraining;
import io.minhos.retraining.trees.BoostingConfig;
import io.minhos.retraining.trees.TabularRows;
import io.minhos.retraining.trees.XGBoostClassifier;
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

  /** Rows that the classifier learns from. */
  private static final int DRAWN = 20_000;

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
  ModelRelease release(String model, int number) throws StoreRefusal, InterruptedException {
    return switch (model) {
      case SignalFusion.LSTM -> lstm(number);
      case SignalFusion.ENSEMBLE -> ensemble(number);
      default -> win(number);
    };
  }

  /** The trained stack, answering a little more or less. */
  private ModelRelease ensemble(int number) throws StoreRefusal {
    Map<String, byte[]> artifacts = new TreeMap<>(trained.artifacts());
    artifacts.put(
        "stack.json", new StackWeights(number * 1e-4, new double[] {0.3, 0.3, 0.3}).toJson());
    Manifest like = trained.manifest();
    return store.publish(
        draft(
            SignalFusion.ENSEMBLE,
            like.kind(),
            Schema.of(FeatureSchema.TABULAR),
            0,
            null,
            Map.of()),
        artifacts);
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
            Schema.of(FeatureSchema.SEQUENCE_8),
            a.steps(),
            Scaling.of(min, max),
            Map.of()),
        Map.of(
            LstmArtifacts.ONNX_FILE, artifacts.onnx(),
            LstmArtifacts.WEIGHTS_FILE, artifacts.weights()));
  }

  /** A classifier of the configured size, of rows that are drawn. */
  private ModelRelease win(int number) throws StoreRefusal, InterruptedException {
    TrainingConfig.Win sizes = config.training().winprob();
    int features = WinFeatures.NAMES.size();
    SplittableRandom random = new SplittableRandom(number);
    double[] rows = random.doubles((long) DRAWN * features, -1, 1).toArray();
    double[] wins = new double[DRAWN];
    boolean[] outcomes = new boolean[DRAWN];
    double[] scores = new double[DRAWN];
    for (int i = 0; i < DRAWN; i++) {
      scores[i] = rows[i * features] * rows[i * features + 1];
      outcomes[i] = random.nextDouble(-1, 1) < scores[i];
      wins[i] = outcomes[i] ? 1 : 0;
    }
    TabularRows drawn = new TabularRows(features, rows, wins);
    FlatTrees trees =
        new XGBoostClassifier(
                SignalFusion.WIN,
                new BoostingConfig(
                    sizes.trees(), sizes.learningRate(), sizes.depth(), 10, 0.7, 0.7, 1),
                number)
            .train(drawn, drawn, (name, round, rounds, loss) -> {});
    return store.publish(
        draft(
            SignalFusion.WIN,
            ModelKind.WIN_PROBABILITY,
            new Schema(WinFeatures.ID, WinFeatures.VERSION, WinFeatures.hash()),
            0,
            null,
            Map.of("fixedFraction", 0.02)),
        Map.of(
            "winprob.trees", trees.toBytes(),
            "calibration.json", CalibratedTrees.toJson(IsotonicCalibration.fit(scores, outcomes))));
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

  /** What a model is told. */
  private record Schema(String id, int version, String hash) {
    static Schema of(FeatureSchema schema) {
      return new Schema(schema.id(), schema.version(), schema.hash());
    }
  }

  private ReleaseDraft draft(
      String model,
      ModelKind kind,
      Schema schema,
      int steps,
      Scaling scaling,
      Map<String, Double> metrics) {
    return new ReleaseDraft(
        model,
        kind,
        schema.id(),
        schema.version(),
        schema.hash(),
        steps,
        scaling,
        trained.manifest().training(),
        metrics,
        new Verdict(true, List.of("no gate: a benchmark")),
        Minhos.VERSION,
        CREATED);
  }
}
