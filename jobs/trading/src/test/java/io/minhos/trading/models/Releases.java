package io.minhos.trading.models;

import io.minhos.domain.evaluation.IsotonicCalibration;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.signals.WinFeatures;
import io.minhos.engines.ensemble.CalibratedTrees;
import io.minhos.engines.ensemble.LinearEnsemble;
import io.minhos.engines.ensemble.StackWeights;
import io.minhos.engines.ensemble.StackedEnsemble;
import io.minhos.engines.lstm.LstmArchitecture;
import io.minhos.engines.lstm.LstmArtifacts;
import io.minhos.engines.lstm.LstmWeights;
import io.minhos.engines.trees.Arithmetic;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.engines.trees.FlatTreesBuilder;
import io.minhos.store.ModelKind;
import io.minhos.store.ReleaseDraft;
import io.minhos.store.Scaling;
import io.minhos.store.Training;
import io.minhos.store.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Small models from a seed, and what a store publishes of them. */
public final class Releases {

  public static final int STEPS = 20;

  /** Rises over the margins that the random trees have. */
  public static final IsotonicCalibration CALIBRATION =
      new IsotonicCalibration(new double[] {-0.5, 0, 0.5}, new double[] {0.1, 0.4, 0.9});

  private static final int TREES = 7;
  private static final int DEPTH = 4;

  private Releases() {}

  /** Random trees under a stack. */
  public static StackedEnsemble stack(int features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new StackedEnsemble(
        trees(Arithmetic.FLOAT32, features, random),
        trees(Arithmetic.FLOAT32, features, random),
        trees(Arithmetic.FLOAT64, features, random),
        new StackWeights(random.nextDouble(-0.1, 0.1), new double[] {0.5, 0.75, 0.25}));
  }

  private static FlatTrees trees(Arithmetic arithmetic, int features, SplittableRandom random) {
    FlatTreesBuilder builder = new FlatTreesBuilder(arithmetic, features, 0.03125);
    for (int tree = 0; tree < TREES; tree++) {
      grow(builder, features, random, DEPTH);
    }
    return builder.build();
  }

  private static void grow(
      FlatTreesBuilder builder, int features, SplittableRandom random, int depth) {
    if (depth == 0) {
      builder.leaf((float) random.nextDouble(-0.1, 0.1));
      return;
    }
    builder.split(
        random.nextInt(features), (float) random.nextDouble(-0.01, 0.01), random.nextBoolean());
    grow(builder, features, random, depth - 1);
    grow(builder, features, random, depth - 1);
  }

  /** Random coefficients, so small that features in the hundreds do not clip the answer. */
  public static LinearEnsemble linear(int features, long seed) {
    return new LinearEnsemble(
        0.125, new SplittableRandom(seed).doubles(features, -1e-4, 1e-4).toArray());
  }

  /** Random weights of a net of 6, 5 and 4 units. */
  public static LstmWeights lstm(int steps, int features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LstmArchitecture a = new LstmArchitecture(steps, features, 6, 5, 4);
    return new LstmWeights(
        a,
        layer(random, a.features(), a.lstm1Units()),
        layer(random, a.lstm1Units(), a.lstm2Units()),
        dense(random, a.lstm2Units(), a.denseUnits()),
        dense(random, a.denseUnits(), 1));
  }

  private static LstmWeights.Lstm layer(SplittableRandom random, int inputs, int units) {
    return new LstmWeights.Lstm(
        floats(random, inputs * 4 * units),
        floats(random, units * 4 * units),
        floats(random, 4 * units));
  }

  private static LstmWeights.Dense dense(SplittableRandom random, int inputs, int units) {
    return new LstmWeights.Dense(floats(random, inputs * units), floats(random, units));
  }

  private static float[] floats(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-0.5, 0.5);
    }
    return values;
  }

  /** Of so many features, −{@code reach} to {@code reach}. */
  public static Scaling scaling(int features, double reach) {
    double[] min = new double[features];
    double[] max = new double[features];
    Arrays.fill(min, -reach);
    Arrays.fill(max, reach);
    return Scaling.of(min, max);
  }

  /** What the caller may change. */
  public static Map<String, byte[]> artifacts(StackedEnsemble stack) {
    return new TreeMap<>(
        Map.of(
            "forest.trees", stack.forest().toBytes(),
            "xgboost.trees", stack.xgboost().toBytes(),
            "lightgbm.trees", stack.lightgbm().toBytes(),
            "stack.json", stack.stack().toJson()));
  }

  public static Map<String, byte[]> artifacts(LinearEnsemble linear) {
    return new TreeMap<>(Map.of("linear.json", linear.toJson()));
  }

  public static Map<String, byte[]> artifacts(LstmWeights weights) {
    LstmArtifacts artifacts = LstmArtifacts.of(weights);
    return new TreeMap<>(
        Map.of("lstm.onnx", artifacts.onnx(), "lstm.weights", artifacts.weights()));
  }

  public static ReleaseDraft ensemble(ModelKind kind) {
    return draft("ensemble", kind, FeatureSchema.TABULAR, 0, null);
  }

  public static ReleaseDraft lstm(int sequenceLength, Scaling scaler) {
    return draft("lstm", ModelKind.LSTM, FeatureSchema.SEQUENCE_8, sequenceLength, scaler);
  }

  /** Random trees, and a calibration of three points. */
  public static Map<String, byte[]> winArtifacts(int features, long seed) {
    return new TreeMap<>(
        Map.of(
            "winprob.trees",
            trees(Arithmetic.FLOAT32, features, new SplittableRandom(seed)).toBytes(),
            "calibration.json",
            CalibratedTrees.toJson(CALIBRATION)));
  }

  public static ReleaseDraft win(Map<String, Double> metrics) {
    return win(WinFeatures.hash(), metrics);
  }

  public static ReleaseDraft win(String schemaHash, Map<String, Double> metrics) {
    ReleaseDraft draft =
        draft(
            "winprob",
            ModelKind.WIN_PROBABILITY,
            WinFeatures.ID,
            WinFeatures.VERSION,
            schemaHash,
            0,
            null);
    return new ReleaseDraft(
        draft.modelId(),
        draft.kind(),
        draft.featureSchema(),
        draft.featureSchemaVersion(),
        draft.featureSchemaHash(),
        draft.sequenceLength(),
        draft.scaler(),
        draft.training(),
        metrics,
        draft.verdict(),
        draft.codeVersion(),
        draft.createdAt());
  }

  public static ReleaseDraft draft(
      String model, ModelKind kind, FeatureSchema schema, int sequenceLength, Scaling scaler) {
    return draft(model, kind, schema.id(), schema.version(), schema.hash(), sequenceLength, scaler);
  }

  public static ReleaseDraft draft(
      String model,
      ModelKind kind,
      String schema,
      int schemaVersion,
      String schemaHash,
      int sequenceLength,
      Scaling scaler) {
    return new ReleaseDraft(
        model,
        kind,
        schema,
        schemaVersion,
        schemaHash,
        sequenceLength,
        scaler,
        new Training(
            Instant.parse("2013-11-01T00:00:00Z"),
            Instant.parse("2013-11-25T00:00:00Z"),
            1_000,
            List.of("BTCUSD"),
            5,
            42),
        Map.of("accuracy", 0.58),
        new Verdict(true, List.of()),
        "1.0.0",
        Instant.parse("2013-11-25T12:00:00Z"));
  }
}
