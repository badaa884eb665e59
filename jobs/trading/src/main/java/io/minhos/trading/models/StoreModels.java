package io.minhos.trading.models;

import io.minhos.domain.evaluation.ConfidenceCalibration;
import io.minhos.domain.evaluation.IsotonicCalibration;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.EnsembleModel;
import io.minhos.domain.inference.InputDistribution;
import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseFacts;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.inference.ScaledSequenceModel;
import io.minhos.domain.inference.WinModel;
import io.minhos.domain.safeguards.ReleaseProfile;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.domain.signals.WinFeatures;
import io.minhos.engines.ensemble.CalibratedTrees;
import io.minhos.engines.ensemble.LinearEnsemble;
import io.minhos.engines.ensemble.ReleaseFactsJson;
import io.minhos.engines.ensemble.StackWeights;
import io.minhos.engines.ensemble.StackedEnsemble;
import io.minhos.engines.lstm.LstmArtifacts;
import io.minhos.engines.lstm.LstmEngine;
import io.minhos.engines.lstm.LstmException;
import io.minhos.engines.lstm.LstmModel;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.store.LoadedRelease;
import io.minhos.store.Manifest;
import io.minhos.store.ModelKind;
import io.minhos.store.RefusalCode;
import io.minhos.store.ReleaseReader;
import io.minhos.store.Scaling;
import io.minhos.store.StoreRefusal;
import io.minhos.trading.Models;
import io.minhos.trading.config.InferenceConfig;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Loads releases from model stores: checks every byte, the feature schema and the dimensions, and
 * warms what compiles on its first rows.
 */
public final class StoreModels {

  /** Answers after which the JIT has the loops. */
  private static final int WARM_UP = 200;

  /** A store that does not answer is asked again so often before its release is refused. */
  private static final int TRIES = 3;

  private static final long BETWEEN_TRIES_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Schema WIN =
      new Schema(WinFeatures.ID, WinFeatures.VERSION, WinFeatures.hash());

  private static final String FIXED_FRACTION = "fixedFraction";
  private static final String ACCURACY_LOW = "accuracyLow";

  /** Metrics of a release that say how far its answers hang on a feature, whose name is behind. */
  public static final String IMPORTANCE = "importance.";

  /** Metric: bars in a row in which all out-of-sample answers were on one side, the most. */
  public static final String ONE_SIDED_BARS = "oneSidedBars";

  private StoreModels() {}

  /** What a model must have been trained on. */
  private record Schema(String id, int version, String hash) {
    static Schema of(FeatureSchema schema) {
      return new Schema(schema.id(), schema.version(), schema.hash());
    }
  }

  /** Models of whatever store a release names. */
  public static Models of(InferenceConfig config) {
    return new Models(
        new LstmLoader(config, null),
        StoreModels::ensemble,
        StoreModels::win,
        StoreModels::profile,
        release -> check(release, config));
  }

  /**
   * Loads releases of the LSTM.
   *
   * @param gpu index of the GPU that they compute on, or null: what configuration says
   */
  private record LstmLoader(InferenceConfig config, Integer gpu)
      implements ModelLoader<ScaledSequenceModel> {

    @Override
    public ScaledSequenceModel load(ModelRelease release)
        throws ReleaseRefusedException, IOException {
      return lstm(release, config, gpu == null ? config.fixedGpu() : OptionalInt.of(gpu));
    }

    @Override
    public ModelLoader<ScaledSequenceModel> onGpu(int index) {
      return new LstmLoader(config, index);
    }
  }

  /** A release of the LSTM. */
  static ScaledSequenceModel lstm(ModelRelease release, InferenceConfig config, OptionalInt gpu)
      throws ReleaseRefusedException, IOException {
    LoadedRelease loaded =
        open(release, Schema.of(FeatureSchema.SEQUENCE_8), EnumSet.of(ModelKind.LSTM));
    Manifest manifest = loaded.manifest();
    int features = FeatureSchema.SEQUENCE_8.size();
    require(
        manifest.sequenceLength() == config.sequenceLength(),
        Code.WRONG_SHAPE,
        "sequenceLength=%d expected=%d"
            .formatted(manifest.sequenceLength(), config.sequenceLength()));
    Scaling scaler = manifest.scaler();
    require(
        scaler != null && scaler.min().size() == features,
        Code.WRONG_SHAPE,
        "scaler=%s expected=%d".formatted(scaled(manifest), features));
    LstmArtifacts artifacts =
        new LstmArtifacts(
            artifact(loaded, LstmArtifacts.ONNX_FILE),
            artifact(loaded, LstmArtifacts.WEIGHTS_FILE));
    LstmModel model = null;
    try {
      model = LstmEngine.byId(config.lstmEngine()).load(artifacts, gpu);
      require(
          model.steps() == config.sequenceLength() && model.features() == features,
          Code.WRONG_SHAPE,
          "steps=%d features=%d expected=%d %d"
              .formatted(model.steps(), model.features(), config.sequenceLength(), features));
      model.warmUp(config.batchSize());
      ScaledSequenceModel scaled =
          new ScaledSequenceModel(
              model, scaler.minima(), scaler.maxima(), facts(loaded, FeatureSchema.SEQUENCE_8));
      model = null;
      return scaled;
    } catch (LstmException e) {
      throw refusal(code(e), e);
    } finally {
      if (model != null) {
        model.close();
      }
    }
  }

  /** How many features the manifest's scaler has, or none. */
  private static String scaled(Manifest manifest) {
    return manifest.scaler() == null ? "none" : "" + manifest.scaler().min().size();
  }

  private static Code code(LstmException e) {
    return switch (e.code()) {
      case WRONG_SHAPE -> Code.WRONG_SHAPE;
      case ENGINE_MISSING, ENGINE_FAILED, GPU_MISSING -> Code.FAILED;
      default -> Code.CORRUPT;
    };
  }

  /** A release of the ensemble: a stack, or the linear model that stands in for it. */
  static EnsembleModel ensemble(ModelRelease release) throws ReleaseRefusedException, IOException {
    LoadedRelease loaded =
        open(
            release,
            Schema.of(FeatureSchema.TABULAR),
            EnumSet.of(ModelKind.STACK, ModelKind.LINEAR));
    requireUnscaled(loaded);
    EnsembleModel model =
        loaded.manifest().kind() == ModelKind.STACK
            ? new StackedEnsemble(
                trees(loaded, "forest.trees", FeatureSchema.TABULAR.size()),
                trees(loaded, "xgboost.trees", FeatureSchema.TABULAR.size()),
                trees(loaded, "lightgbm.trees", FeatureSchema.TABULAR.size()),
                read(loaded, "stack.json", StackWeights::fromJson))
            : linear(loaded);
    double[] row = new double[FeatureSchema.TABULAR.size()];
    try {
      for (int i = 0; i < WARM_UP; i++) {
        row[i % row.length] = i;
        model.answer(row);
      }
    } catch (ArithmeticException e) {
      // Coefficients so large that a sum overflows: finite each, and no model.
      throw refusal(Code.CORRUPT, e);
    }
    return new StatedEnsemble(model, facts(loaded, FeatureSchema.TABULAR));
  }

  /** An ensemble with what its release says of it. */
  private record StatedEnsemble(EnsembleModel model, ReleaseFacts facts) implements EnsembleModel {

    @Override
    public EnsembleAnswer answer(double[] features) {
      return model.answer(features);
    }

    @Override
    public List<EnsembleAnswer> answer(double[][] rows) {
      return model.answer(rows);
    }
  }

  private static ReleaseFacts facts(LoadedRelease loaded, FeatureSchema schema)
      throws ReleaseRefusedException {
    InputDistribution inputs = inputs(loaded);
    int features = inputs.features().size();
    require(
        features == 0 || features == schema.size(),
        Code.WRONG_SHAPE,
        "artifact=%s features=%d expected=%d"
            .formatted(ReleaseFactsJson.INPUTS_FILE, features, schema.size()));
    return new ReleaseFacts(inputs, confidence(loaded)::apply);
  }

  /** Of a release from before there was any: none. */
  private static InputDistribution inputs(LoadedRelease loaded) throws ReleaseRefusedException {
    return loaded.artifacts().containsKey(ReleaseFactsJson.INPUTS_FILE)
        ? read(loaded, ReleaseFactsJson.INPUTS_FILE, ReleaseFactsJson::inputs)
        : InputDistribution.none();
  }

  /** From raw to calibrated confidence; of a release from before there was any: none. */
  public static ConfidenceCalibration confidence(LoadedRelease loaded)
      throws ReleaseRefusedException {
    return confidence(loaded, ReleaseFactsJson.CONFIDENCE_FILE);
  }

  private static ConfidenceCalibration confidence(LoadedRelease loaded, String artifact)
      throws ReleaseRefusedException {
    return loaded.artifacts().containsKey(artifact)
        ? read(loaded, artifact, ReleaseFactsJson::confidence)
        : ConfidenceCalibration.none();
  }

  /** A release of the win-probability model. */
  static WinModel win(ModelRelease release) throws ReleaseRefusedException, IOException {
    LoadedRelease loaded = open(release, WIN, EnumSet.of(ModelKind.WIN_PROBABILITY));
    requireUnscaled(loaded);
    Double fixedFraction = loaded.manifest().metrics().get(FIXED_FRACTION);
    require(fixedFraction != null, Code.MISSING, "metric=" + FIXED_FRACTION);
    int features = WinFeatures.NAMES.size();
    FlatTrees trees = trees(loaded, "winprob.trees", features);
    IsotonicCalibration calibration = read(loaded, "calibration.json", CalibratedTrees::fromJson);
    WinModel model;
    try {
      model =
          new CalibratedTrees(
              trees,
              calibration,
              fixedFraction,
              confidence(loaded),
              confidence(loaded, ReleaseFactsJson.TECHNICAL_FILE));
    } catch (IllegalArgumentException e) {
      throw refusal(Code.CORRUPT, e);
    }
    double[] row = new double[features];
    for (int i = 0; i < WARM_UP; i++) {
      row[i % features] = i;
      model.probability(row);
    }
    return model;
  }

  /** What the release says; one that was released in spite of the gate too. */
  static ReleaseProfile profile(ModelRelease release) throws ReleaseRefusedException, IOException {
    try {
      LoadedRelease loaded = ReleaseReader.open(release);
      Map<String, Double> metrics = loaded.manifest().metrics();
      return new ReleaseProfile(
          metrics.getOrDefault(ACCURACY_LOW, Double.NaN),
          metrics.getOrDefault(ONE_SIDED_BARS, 0.0).intValue(),
          inputs(loaded));
    } catch (StoreRefusal e) {
      throw refusal(e.code() == RefusalCode.UNREACHABLE ? Code.UNREACHABLE : Code.CORRUPT, e);
    }
  }

  private static FlatTrees trees(LoadedRelease loaded, String name, int expected)
      throws ReleaseRefusedException {
    FlatTrees trees = read(loaded, name, FlatTrees::fromBytes);
    requireFeatures(name, trees.features(), expected);
    return trees;
  }

  private static LinearEnsemble linear(LoadedRelease loaded) throws ReleaseRefusedException {
    LinearEnsemble linear = read(loaded, "linear.json", LinearEnsemble::fromJson);
    requireFeatures("linear.json", linear.features(), FeatureSchema.TABULAR.size());
    return linear;
  }

  private static void requireUnscaled(LoadedRelease loaded) throws ReleaseRefusedException {
    require(
        loaded.manifest().scaler() == null,
        Code.WRONG_SHAPE,
        "scaler=%s expected=none".formatted(scaled(loaded.manifest())));
  }

  private static void requireFeatures(String name, int features, int expected)
      throws ReleaseRefusedException {
    require(
        features == expected,
        Code.WRONG_SHAPE,
        "artifact=%s features=%d expected=%d".formatted(name, features, expected));
  }

  private static <T> T read(LoadedRelease loaded, String name, Function<byte[], T> reader)
      throws ReleaseRefusedException {
    try {
      return reader.apply(artifact(loaded, name));
    } catch (IllegalArgumentException e) {
      throw new ReleaseRefusedException(
          Code.CORRUPT, "artifact=%s %s".formatted(name, e.getMessage()));
    }
  }

  private static byte[] artifact(LoadedRelease loaded, String name) throws ReleaseRefusedException {
    try {
      return loaded.artifact(name);
    } catch (StoreRefusal e) {
      throw refusal(Code.MISSING, e);
    }
  }

  private static void check(ModelRelease release, InferenceConfig config)
      throws ReleaseRefusedException {
    for (int tries = 1; ; tries++) {
      try {
        switch (release.model()) {
          case SignalFusion.LSTM -> lstm(release, config, config.fixedGpu()).close();
          case SignalFusion.ENSEMBLE -> ensemble(release);
          case SignalFusion.WIN -> win(release);
          default ->
              throw new ReleaseRefusedException(
                  Code.MISSING,
                  "model=%s expected=%s, %s or %s"
                      .formatted(
                          release.model(),
                          SignalFusion.LSTM,
                          SignalFusion.ENSEMBLE,
                          SignalFusion.WIN));
        }
        return;
      } catch (IOException e) {
        if (tries == TRIES) {
          throw refusal(Code.UNREACHABLE, e);
        }
        LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
      }
    }
  }

  private static LoadedRelease open(ModelRelease release, Schema schema, Set<ModelKind> kinds)
      throws ReleaseRefusedException, IOException {
    LoadedRelease loaded;
    try {
      loaded = ReleaseReader.open(release);
    } catch (StoreRefusal e) {
      switch (e.code()) {
        case UNREACHABLE -> throw new IOException(e.getMessage(), e);
        case UNSUPPORTED -> throw refusal(Code.UNREACHABLE, e);
        // INVALID: a reference that leads nowhere.
        case MISSING, INVALID -> throw refusal(Code.MISSING, e);
        default -> throw refusal(Code.CORRUPT, e);
      }
    }
    Manifest manifest = loaded.manifest();
    require(
        kinds.contains(manifest.kind()),
        Code.CORRUPT,
        "kind=%s expected=%s".formatted(manifest.kind(), kinds));
    require(
        manifest.featureSchema().equals(schema.id())
            && manifest.featureSchemaVersion() == schema.version()
            && manifest.featureSchemaHash().equals(schema.hash()),
        Code.WRONG_SCHEMA,
        "schema=%s.%d hash=%s expected=%s.%d %s"
            .formatted(
                manifest.featureSchema(),
                manifest.featureSchemaVersion(),
                manifest.featureSchemaHash(),
                schema.id(),
                schema.version(),
                schema.hash()));
    return loaded;
  }

  /** The refusal for {@code cause}, whose message may begin with the same code. */
  private static ReleaseRefusedException refusal(Code code, Exception cause) {
    String detail = String.valueOf(cause.getMessage());
    String prefix = code + ": ";
    return new ReleaseRefusedException(
        code, detail.startsWith(prefix) ? detail.substring(prefix.length()) : detail);
  }

  private static void require(boolean holds, Code code, String detail)
      throws ReleaseRefusedException {
    if (!holds) {
      throw new ReleaseRefusedException(code, detail);
    }
  }
}
