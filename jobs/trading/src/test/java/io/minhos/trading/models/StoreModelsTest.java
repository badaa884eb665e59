package io.minhos.trading.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.evaluation.ConfidenceCalibration;
import io.minhos.domain.evaluation.IsotonicCalibration;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.EnsembleModel;
import io.minhos.domain.inference.InputDistribution;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseFacts;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.inference.ScaledSequenceModel;
import io.minhos.domain.inference.WinModel;
import io.minhos.domain.signals.WinFeatures;
import io.minhos.engines.ensemble.LinearEnsemble;
import io.minhos.engines.ensemble.ReleaseFactsJson;
import io.minhos.engines.ensemble.StackedEnsemble;
import io.minhos.engines.lstm.LstmWeights;
import io.minhos.engines.lstm.OnnxLstm;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.store.ModelKind;
import io.minhos.store.ModelStore;
import io.minhos.store.ReleaseDraft;
import io.minhos.store.Scaling;
import io.minhos.trading.Models;
import io.minhos.trading.config.InferenceConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real releases from a real store, whole and broken. */
class StoreModelsTest {

  private static final int TABULAR = FeatureSchema.TABULAR.size();
  private static final int WIN = WinFeatures.NAMES.size();
  private static final int SEQUENCE = FeatureSchema.SEQUENCE_8.size();
  private static final StackedEnsemble STACK = Releases.stack(TABULAR, 1);
  private static final LinearEnsemble LINEAR = Releases.linear(TABULAR, 2);
  private static final LstmWeights WEIGHTS = Releases.lstm(Releases.STEPS, SEQUENCE, 3);
  private static final Scaling SCALING = Releases.scaling(SEQUENCE, 1);
  private static final String OTHER_HASH = "0123456789abcdef".repeat(4);

  @TempDir Path dir;

  private final Models models = StoreModels.of(config("onnx", "cpu", 0));
  private ModelStore store;

  @BeforeEach
  void store() throws Exception {
    store = ModelStore.at(dir.resolve("store").toString());
  }

  // Whole

  @Test
  void aStackAnswersAsItDidBeforeItWasPublished() throws Exception {
    assertSameAnswers(stack(), STACK);
  }

  @Test
  void aLinearModelAnswersAsItDidBeforeItWasPublished() throws Exception {
    assertSameAnswers(linear(), LINEAR);
  }

  private void assertSameAnswers(ModelRelease release, EnsembleModel expected) throws Exception {
    models.check().check(release);
    EnsembleModel loaded = models.ensemble().load(release);
    SplittableRandom random = new SplittableRandom(4);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double[] row = random.doubles(TABULAR, -0.02, 0.02).toArray();
      EnsembleAnswer answer = loaded.answer(row);
      assertThat(answer).usingRecursiveComparison().isEqualTo(expected.answer(row));
      values.add(answer.value());
    }
    assertThat(values.stream().distinct().count()).isGreaterThan(100);
  }

  @Test
  void anLstmAnswersAsItDidBeforeItWasPublished() throws Exception {
    ModelRelease release = lstm();
    models.check().check(release);
    SplittableRandom random = new SplittableRandom(5);
    List<double[]> windows = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      windows.add(random.doubles((long) Releases.STEPS * SEQUENCE, -2, 2).toArray());
    }
    ScaledSequenceModel loaded = models.lstm().load(release);
    ScaledSequenceModel expected =
        new ScaledSequenceModel(OnnxLstm.of(WEIGHTS), SCALING.minima(), SCALING.maxima());
    try {
      float[] values = loaded.predict(windows);
      assertThat(values).isEqualTo(expected.predict(windows)).doesNotHaveDuplicates();
    } finally {
      loaded.close();
      expected.close();
    }
  }

  /** Of random trees and Releases.CALIBRATION, worked out from the trees' own margins. */
  @Test
  void aWinProbabilityModelAnswersAsItDidBeforeItWasPublished() throws Exception {
    ModelRelease release = win(Map.of("fixedFraction", 0.04));
    models.check().check(release);
    WinModel loaded = models.win().load(release);
    assertThat(loaded.fixedFraction()).isEqualTo(0.04);
    FlatTrees trees = FlatTrees.fromBytes(Releases.winArtifacts(WIN, 5).get("winprob.trees"));
    SplittableRandom random = new SplittableRandom(6);
    List<Double> chances = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double[] row = random.doubles(WIN, -0.02, 0.02).toArray();
      double margin = trees.predict(row);
      double expected =
          margin < 0 ? 0.1 + 0.6 * (Math.max(-0.5, margin) + 0.5) : 0.4 + Math.min(0.5, margin);
      assertThat(loaded.probability(row)).isCloseTo(expected, within(1e-12));
      chances.add(expected);
    }
    assertThat(chances.stream().distinct().count()).isGreaterThan(50);
  }

  // What a release says beside its weights

  private static final ConfidenceCalibration CALIBRATION =
      new ConfidenceCalibration(
          new IsotonicCalibration(new double[] {0, 0.5, 1}, new double[] {0, 0.1, 0.3}));

  private static InputDistribution inputs(int features) {
    SplittableRandom random = new SplittableRandom(features);
    return InputDistribution.of(
        IntStream.range(0, 500).mapToObj(i -> random.doubles(features).toArray()).toList(), 10);
  }

  private static Map<String, byte[]> stating(Map<String, byte[]> artifacts, int features) {
    artifacts.put("inputs.json", ReleaseFactsJson.toJson(inputs(features)));
    artifacts.put("confidence.json", ReleaseFactsJson.toJson(CALIBRATION));
    return artifacts;
  }

  @Test
  void whatIsSaidOfAReleaseIsThereWhenItAnswers() throws Exception {
    ModelRelease stack =
        store.publish(
            Releases.ensemble(ModelKind.STACK), stating(Releases.artifacts(STACK), TABULAR));
    ModelRelease lstm =
        store.publish(
            Releases.lstm(Releases.STEPS, SCALING), stating(Releases.artifacts(WEIGHTS), SEQUENCE));
    assertSameAnswers(stack, STACK);
    assertStated(models.ensemble().load(stack).facts(), TABULAR);
    ScaledSequenceModel loaded = models.lstm().load(lstm);
    assertStated(loaded.facts(), SEQUENCE);
    loaded.close();
    assertThat(models.profiles().load(stack).inputs())
        .usingRecursiveComparison()
        .isEqualTo(inputs(TABULAR));
    Map<String, byte[]> win = Releases.winArtifacts(WIN, 5);
    win.put("confidence.json", ReleaseFactsJson.toJson(CALIBRATION));
    win.put(
        "technical.json",
        ReleaseFactsJson.toJson(
            new ConfidenceCalibration(
                new IsotonicCalibration(new double[] {0, 1}, new double[] {0, 0.04}))));
    ModelRelease winprob = store.publish(Releases.win(Map.of("fixedFraction", 0.04)), win);
    assertThat(models.win().load(winprob).confidence(0.75)).isCloseTo(0.2, within(1e-15));
    assertThat(models.win().load(winprob).technicalConfidence(0.75)).isCloseTo(0.03, within(1e-15));
  }

  private static void assertStated(ReleaseFacts facts, int features) {
    double[] row = new SplittableRandom(1).doubles(features).toArray();
    assertThat(facts.inputs().digits(row, 0)).isEqualTo(inputs(features).digits(row, 0));
    assertThat(facts.confidence().applyAsDouble(0.75)).isCloseTo(0.2, within(1e-15));
  }

  /** As releases from before there was any. */
  @Test
  void aReleaseMaySayNothing() throws Exception {
    ReleaseFacts facts = models.ensemble().load(stack()).facts();
    assertThat(facts.inputs().features()).isEmpty();
    assertThat(facts.confidence().applyAsDouble(0.3)).isEqualTo(0.3);
    assertThat(models.profiles().load(stack()).inputs().features()).isEmpty();
    WinModel win = models.win().load(win(Map.of("fixedFraction", 0.04)));
    assertThat(win.confidence(0.3)).isEqualTo(0.3);
    assertThat(win.technicalConfidence(0.3)).isEqualTo(0.3);
  }

  @Test
  void whatIsSaidOfOtherInputsOrIsBrokenIsRefused() throws Exception {
    assertRefused(
        store.publish(Releases.ensemble(ModelKind.STACK), stating(Releases.artifacts(STACK), 28)),
        Code.WRONG_SHAPE,
        "artifact=inputs.json features=28 expected=29");
    for (String artifact : List.of("inputs.json", "confidence.json")) {
      for (String broken :
          List.of(
              "",
              "{}",
              "null",
              "{\"features\":[null]}",
              "{\"features\":[{\"edges\":[1,0],\"fractions\":[0,0,1],\"samples\":9}]}",
              "{\"scores\":[0,1],\"values\":[0,2]}",
              "{\"scores\":[0,1],\"values\":[1,0]}")) {
        Map<String, byte[]> artifacts = stating(Releases.artifacts(LINEAR), TABULAR);
        artifacts.put(artifact, broken.getBytes(StandardCharsets.UTF_8));
        assertRefused(
            store.publish(Releases.ensemble(ModelKind.LINEAR), artifacts),
            Code.CORRUPT,
            "artifact=" + artifact);
      }
    }
  }

  // The win-probability model

  @ParameterizedTest
  @ValueSource(strings = {"winprob.trees", "calibration.json"})
  void aByteOfAWinProbabilityModelIsAnother(String artifact) throws Exception {
    ModelRelease release = win(Map.of("fixedFraction", 0.04));
    flip(release, artifact);
    assertRefused(release, Code.CORRUPT, "CORRUPT: artifact=" + artifact + " expected=", " got=");
    Files.delete(file(release, artifact));
    assertRefused(release, Code.MISSING, "MISSING: artifact=" + artifact + " path=file:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"winprob.trees", "calibration.json"})
  void whatWasPublishedAsAWinProbabilityModelIsNone(String artifact) throws Exception {
    for (byte[] garbage : garbage(Releases.winArtifacts(WIN, 5).get(artifact))) {
      Map<String, byte[]> artifacts = Releases.winArtifacts(WIN, 5);
      artifacts.put(artifact, garbage);
      assertRefused(
          store.publish(Releases.win(Map.of("fixedFraction", 0.04)), artifacts),
          Code.CORRUPT,
          "CORRUPT: artifact=" + artifact + " ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"scores\":[0,1],\"values\":[0.5,0.4]}; must ascend",
        "{\"scores\":[1,1],\"values\":[0.4,0.5]}; must ascend",
        "{\"scores\":[0,1],\"values\":[0.4]}; ''",
        "{\"scores\":[],\"values\":[]}; break points must be > 0: 0",
        "{\"scores\":[0],\"values\":[\"NaN\"]}; ''",
        "{\"scores\":[0],\"values\":[1e999]}; ''",
        "{\"scores\":[0],\"values\":[1.5]}; values must be in [0, 1]: 1.5 to 1.5",
        "{\"scores\":[0],\"values\":[-0.5]}; values must be in [0, 1]: -0.5 to -0.5",
        "{\"scores\":[0],\"values\":[0.5],\"more\":1}; more",
        "{\"scores\":[0]}; values",
      })
  void theCalibrationIsNone(String json, String says) throws Exception {
    Map<String, byte[]> artifacts = Releases.winArtifacts(WIN, 5);
    artifacts.put("calibration.json", json.getBytes(StandardCharsets.UTF_8));
    assertRefused(
        store.publish(Releases.win(Map.of("fixedFraction", 0.04)), artifacts), Code.CORRUPT, says);
  }

  @Test
  void theFixedFractionIsNotThereOrNone() throws Exception {
    assertRefused(win(Map.of("accuracy", 0.5)), Code.MISSING, "metric=fixedFraction");
    for (double fraction : new double[] {0, -0.1, 1.1}) {
      assertRefused(
          win(Map.of("fixedFraction", fraction)),
          Code.CORRUPT,
          "fixedFraction must be in (0, 1]: " + fraction);
    }
  }

  @Test
  void theWinProbabilityModelWasTrainedOnOtherFeatures() throws Exception {
    Map<String, Double> metrics = Map.of("fixedFraction", 0.04);
    assertRefused(
        store.publish(Releases.win(OTHER_HASH, metrics), Releases.winArtifacts(WIN, 5)),
        Code.WRONG_SCHEMA,
        "hash=" + OTHER_HASH,
        "expected=win.3 " + WinFeatures.hash());
    assertRefused(
        store.publish(Releases.win(metrics), Releases.winArtifacts(WIN - 1, 5)),
        Code.WRONG_SHAPE,
        "artifact=winprob.trees features=13 expected=14");
    assertRefused(
        store.publish(
            Releases.draft("winprob", ModelKind.LINEAR, FeatureSchema.TABULAR, 0, null),
            Releases.artifacts(LINEAR)),
        Code.CORRUPT,
        "kind=LINEAR expected=[WIN_PROBABILITY]");
  }

  private ModelRelease win(Map<String, Double> metrics) throws Exception {
    return store.publish(Releases.win(metrics), Releases.winArtifacts(WIN, 5));
  }

  // Bytes

  @ParameterizedTest
  @ValueSource(strings = {"forest.trees", "xgboost.trees", "lightgbm.trees", "stack.json"})
  void aByteOfAStackIsAnother(String artifact) throws Exception {
    ModelRelease release = stack();
    flip(release, artifact);
    assertRefused(release, Code.CORRUPT, "CORRUPT: artifact=" + artifact + " expected=", " got=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm.onnx", "lstm.weights"})
  void aByteOfAnLstmIsAnother(String artifact) throws Exception {
    ModelRelease release = lstm();
    flip(release, artifact);
    assertRefused(release, Code.CORRUPT, "CORRUPT: artifact=" + artifact + " expected=", " got=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm.onnx", "lstm.weights", "manifest.json"})
  void aFileIsMissing(String name) throws Exception {
    ModelRelease release = lstm();
    Files.delete(file(release, name));
    assertRefused(release, Code.MISSING, "MISSING: artifact=" + name + " path=file:");
  }

  @Test
  void aFileIsAFolder() throws Exception {
    ModelRelease release = linear();
    Files.delete(file(release, "linear.json"));
    Files.createDirectory(file(release, "linear.json"));
    assertRefused(release, Code.MISSING, "artifact=linear.json");
  }

  @Test
  void aFileWasCutShort() throws Exception {
    ModelRelease release = stack();
    Path file = file(release, "xgboost.trees");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(release, Code.CORRUPT, "artifact=xgboost.trees");
  }

  @Test
  void aByteOfTheManifestIsAnother() throws Exception {
    ModelRelease release = stack();
    flip(release, "manifest.json");
    assertRefused(release, Code.CORRUPT, "CORRUPT: artifact=manifest.json");
  }

  @Test
  void theReferenceHasAnotherChecksum() throws Exception {
    ModelRelease release = stack();
    assertRefused(
        new ModelRelease(release.model(), release.version(), release.uri(), OTHER_HASH),
        Code.CORRUPT,
        "artifact=manifest.json expected=" + OTHER_HASH + " got=" + release.sha256());
  }

  @Test
  void theFolderHoldsAnotherRelease() throws Exception {
    ModelRelease first = stack();
    ModelRelease second = linear();
    assertRefused(
        new ModelRelease("ensemble", first.version(), second.uri(), second.sha256()),
        Code.CORRUPT,
        "MISMATCH: expected=ensemble/1 manifest=ensemble/2");
  }

  // Schema

  @ParameterizedTest
  @CsvSource({
    "tabular, 1, other",
    "tabular, 2, same",
    "tabular-2, 1, same",
    "sequence-8, 1, same",
  })
  void theEnsembleWasTrainedOnOtherFeatures(String schema, int version, String hash)
      throws Exception {
    ModelRelease release =
        store.publish(
            Releases.draft(
                "ensemble",
                ModelKind.STACK,
                schema,
                version,
                hash.equals("same") ? FeatureSchema.TABULAR.hash() : OTHER_HASH,
                0,
                null),
            Releases.artifacts(STACK));
    assertRefused(
        release,
        Code.WRONG_SCHEMA,
        "WRONG_SCHEMA: schema=" + schema + "." + version + " hash=",
        "expected=tabular.1 " + FeatureSchema.TABULAR.hash());
  }

  @Test
  void theLstmWasTrainedOnOtherFeatures() throws Exception {
    ModelRelease release =
        store.publish(
            Releases.draft("lstm", ModelKind.LSTM, "sequence-8", 1, OTHER_HASH, 20, SCALING),
            Releases.artifacts(WEIGHTS));
    assertRefused(
        release,
        Code.WRONG_SCHEMA,
        "hash=" + OTHER_HASH,
        "expected=sequence-8.1 " + FeatureSchema.SEQUENCE_8.hash());
  }

  // Shape

  @Test
  void theSequencesAreOfAnotherLength() throws Exception {
    assertRefused(
        store.publish(
            Releases.lstm(30, SCALING), Releases.artifacts(Releases.lstm(30, SEQUENCE, 3))),
        Code.WRONG_SHAPE,
        "WRONG_SHAPE: sequenceLength=30 expected=20");
  }

  @Test
  void theNetIsOfAnotherLengthThanItsManifestSays() throws Exception {
    assertRefused(
        store.publish(
            Releases.lstm(20, SCALING), Releases.artifacts(Releases.lstm(19, SEQUENCE, 3))),
        Code.WRONG_SHAPE,
        "steps=19 features=8 expected=20 8");
  }

  @Test
  void theNetTakesSevenFeatures() throws Exception {
    assertRefused(
        store.publish(Releases.lstm(20, SCALING), Releases.artifacts(Releases.lstm(20, 7, 3))),
        Code.WRONG_SHAPE,
        "steps=20 features=7 expected=20 8");
  }

  @Test
  void theScalerHasSevenFeaturesOrIsNone() throws Exception {
    assertRefused(
        store.publish(Releases.lstm(20, Releases.scaling(7, 1)), Releases.artifacts(WEIGHTS)),
        Code.WRONG_SHAPE,
        "scaler=7 expected=8");
    assertRefused(
        store.publish(Releases.lstm(20, null), Releases.artifacts(WEIGHTS)),
        Code.WRONG_SHAPE,
        "scaler=none expected=8");
  }

  /** It would be answered unscaled. */
  @Test
  void theEnsembleHasAScaler() throws Exception {
    assertRefused(
        store.publish(
            Releases.draft(
                "ensemble",
                ModelKind.LINEAR,
                FeatureSchema.TABULAR,
                0,
                Releases.scaling(TABULAR, 1)),
            Releases.artifacts(LINEAR)),
        Code.WRONG_SHAPE,
        "scaler=29 expected=none");
  }

  @Test
  void theTwoFormsOfTheLstmAreOfTwoShapes() throws Exception {
    Map<String, byte[]> artifacts = Releases.artifacts(WEIGHTS);
    artifacts.put("lstm.onnx", Releases.artifacts(Releases.lstm(20, 7, 3)).get("lstm.onnx"));
    assertRefused(store.publish(Releases.lstm(20, SCALING), artifacts), Code.WRONG_SHAPE, "input=");
  }

  @Test
  void theTreesTakeTwentyEightFeatures() throws Exception {
    assertRefused(
        store.publish(
            Releases.ensemble(ModelKind.STACK), Releases.artifacts(Releases.stack(28, 1))),
        Code.WRONG_SHAPE,
        "artifact=forest.trees features=28 expected=29");
    Map<String, byte[]> one = Releases.artifacts(STACK);
    one.put("lightgbm.trees", Releases.stack(28, 1).lightgbm().toBytes());
    assertRefused(
        store.publish(Releases.ensemble(ModelKind.STACK), one),
        Code.WRONG_SHAPE,
        "artifact=lightgbm.trees features=28 expected=29");
  }

  @Test
  void theLinearModelHasTwentyEightCoefficients() throws Exception {
    assertRefused(
        store.publish(
            Releases.ensemble(ModelKind.LINEAR), Releases.artifacts(Releases.linear(28, 2))),
        Code.WRONG_SHAPE,
        "artifact=linear.json features=28 expected=29");
  }

  // Kind and model

  @Test
  void anLstmIsNoEnsembleAndAnEnsembleNoLstm() throws Exception {
    for (FeatureSchema schema : FeatureSchema.values()) {
      assertRefused(
          store.publish(
              Releases.draft("ensemble", ModelKind.LSTM, schema, 20, SCALING),
              Releases.artifacts(WEIGHTS)),
          Code.CORRUPT,
          "kind=LSTM expected=[STACK, LINEAR]");
      assertRefused(
          store.publish(
              Releases.draft("lstm", ModelKind.STACK, schema, 0, null), Releases.artifacts(STACK)),
          Code.CORRUPT,
          "kind=STACK expected=[LSTM]");
    }
  }

  @Test
  void theModelIsUnknown() throws Exception {
    ModelRelease release =
        store.publish(
            Releases.draft("gru", ModelKind.LINEAR, FeatureSchema.TABULAR, 0, null),
            Releases.artifacts(LINEAR));
    assertCheckRefuses(
        models, release, Code.MISSING, "model=gru expected=lstm, ensemble or winprob");
  }

  // Content that is what was published, and no model

  @ParameterizedTest
  @ValueSource(strings = {"forest.trees", "xgboost.trees", "lightgbm.trees", "stack.json"})
  void whatWasPublishedAsAStackIsNone(String artifact) throws Exception {
    for (byte[] garbage : garbage(Releases.artifacts(STACK).get(artifact))) {
      Map<String, byte[]> artifacts = Releases.artifacts(STACK);
      artifacts.put(artifact, garbage);
      assertRefused(
          store.publish(Releases.ensemble(ModelKind.STACK), artifacts),
          Code.CORRUPT,
          "CORRUPT: artifact=" + artifact + " ");
    }
  }

  @Test
  void whatWasPublishedAsALinearModelIsNone() throws Exception {
    for (byte[] garbage : garbage(LINEAR.toJson())) {
      assertRefused(
          store.publish(Releases.ensemble(ModelKind.LINEAR), Map.of("linear.json", garbage)),
          Code.CORRUPT,
          "CORRUPT: artifact=linear.json ");
    }
  }

  @ParameterizedTest
  @CsvSource({"lstm.onnx, UNREADABLE_ONNX", "lstm.weights, ''"})
  void whatWasPublishedAsAnLstmIsNone(String artifact, String says) throws Exception {
    for (byte[] garbage : garbage(Releases.artifacts(WEIGHTS).get(artifact))) {
      Map<String, byte[]> artifacts = Releases.artifacts(WEIGHTS);
      artifacts.put(artifact, garbage);
      assertRefused(
          store.publish(Releases.lstm(20, SCALING), artifacts), Code.CORRUPT, "CORRUPT: " + says);
    }
  }

  /** Empty, text, zeros, text in an encoding that is none, and the first half of what it was. */
  private static List<byte[]> garbage(byte[] whole) {
    return List.of(
        new byte[0],
        "null".getBytes(StandardCharsets.UTF_8),
        "not what it says it is".repeat(9).getBytes(StandardCharsets.UTF_8),
        new byte[64],
        // By its first bytes UTF-32, and no character of it.
        new byte[] {0, 0, 0, '{', (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
        Arrays.copyOf(whole, whole.length / 2));
  }

  /** Every number of it is finite, no sum is. */
  @Test
  void theCoefficientsOverflow() throws Exception {
    double[] coefficients = new double[TABULAR];
    coefficients[0] = 1e308;
    coefficients[1] = -1e308;
    assertRefused(
        store.publish(
            Releases.ensemble(ModelKind.LINEAR),
            Releases.artifacts(new LinearEnsemble(0, coefficients))),
        Code.CORRUPT,
        "NaN");
  }

  /** One bit anywhere, with checksums that fit: whatever comes of it, it is a model or refused. */
  @Test
  void oneBitAnywhereIsAModelOrARefusal() throws Exception {
    SplittableRandom random = new SplittableRandom(6);
    int refused = 0;
    for (int i = 0; i < 15; i++) {
      refused += flipped(Releases.ensemble(ModelKind.STACK), Releases.artifacts(STACK), random);
      refused += flipped(Releases.ensemble(ModelKind.LINEAR), Releases.artifacts(LINEAR), random);
      refused += flipped(Releases.lstm(20, SCALING), Releases.artifacts(WEIGHTS), random);
    }
    assertThat(refused).isBetween(15, 44);
  }

  private int flipped(ReleaseDraft draft, Map<String, byte[]> artifacts, SplittableRandom random)
      throws Exception {
    List<String> names = new ArrayList<>(artifacts.keySet());
    byte[] bytes = artifacts.get(names.get(random.nextInt(names.size())));
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    ModelRelease release = store.publish(draft, artifacts);
    Throwable thrown = catchThrowable(() -> models.check().check(release));
    if (thrown == null) {
      return 0;
    }
    assertThat(thrown).isInstanceOf(ReleaseRefusedException.class);
    return 1;
  }

  // The store

  @ParameterizedTest
  @CsvSource({
    "none:///lstm/1, UNREACHABLE, UNSUPPORTED",
    "hdfs://name/models/lstm/000001, UNREACHABLE, UNSUPPORTED",
    "lstm/000001, UNREACHABLE, UNSUPPORTED",
    "'', MISSING, INVALID: uri=",
    "file:lstm/1, MISSING, 'INVALID: uri=file:lstm/1'",
    "file:///no/such/folder, MISSING, 'artifact=manifest.json path=file:/no/such/folder'",
  })
  void theStoreIsNotThere(String uri, Code code, String says) throws Exception {
    assertRefused(new ModelRelease("lstm", 1, uri, OTHER_HASH), code, says);
    assertRefused(new ModelRelease("ensemble", 1, uri, OTHER_HASH), code, says);
  }

  @Test
  void theStoreIsAFile() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "not a folder");
    assertRefused(
        new ModelRelease("ensemble", 1, file.toUri() + "/ensemble/000001", OTHER_HASH),
        Code.MISSING,
        "artifact=manifest.json path=file:");
  }

  /** No plugin for it here: as a store that does not answer, it is asked three times. */
  @Test
  void theStoreDoesNotAnswer() {
    assertCheckRefuses(
        models,
        new ModelRelease("ensemble", 1, "s3://bucket/ensemble/000001", OTHER_HASH),
        Code.UNREACHABLE,
        "UNREACHABLE: s3://bucket/ensemble/000001");
  }

  // The engine

  /** The live job has no DL4J on its class path unless it is asked for. */
  @Test
  void theEngineIsNotThere() throws Exception {
    assertCheckRefuses(
        StoreModels.of(config("dl4j", "cpu", 0)),
        lstm(),
        Code.FAILED,
        "FAILED: ENGINE_MISSING: engine=dl4j missing=org.deeplearning4j");
  }

  /** No machine has so many: neither the CPU answers in its place, nor GPU 0. */
  @Test
  void theGpuIsNotThere() throws Exception {
    ModelRelease release = lstm();
    String says = "FAILED: GPU_MISSING: engine=onnx gpu=99 reason=";
    Models configured = StoreModels.of(config("onnx", "cuda", 99));
    assertCheckRefuses(configured, release, Code.FAILED, says);
    assertRefusal(catchThrowable(() -> configured.lstm().load(release)), Code.FAILED, says);
    assertRefusal(catchThrowable(() -> models.lstm().onGpu(99).load(release)), Code.FAILED, says);
  }

  private ModelRelease stack() throws Exception {
    return store.publish(Releases.ensemble(ModelKind.STACK), Releases.artifacts(STACK));
  }

  private ModelRelease linear() throws Exception {
    return store.publish(Releases.ensemble(ModelKind.LINEAR), Releases.artifacts(LINEAR));
  }

  private ModelRelease lstm() throws Exception {
    return store.publish(Releases.lstm(Releases.STEPS, SCALING), Releases.artifacts(WEIGHTS));
  }

  private static InferenceConfig config(String engine, String device, int gpu) {
    return new InferenceConfig(
        engine,
        device,
        gpu,
        Releases.STEPS,
        5,
        0.05,
        0.1,
        "lstm",
        0,
        new InferenceConfig.Slot(1, 256, 0));
  }

  private static Path file(ModelRelease release, String name) {
    return Path.of(URI.create(release.uri()).getPath()).resolve(name);
  }

  private static void flip(ModelRelease release, String name) throws Exception {
    Path file = file(release, name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  /** By the check before it is in force, and by the loader after a restore. */
  private void assertRefused(ModelRelease release, Code code, String... says) {
    assertCheckRefuses(models, release, code, says);
    assertRefusal(
        catchThrowable(
            () -> {
              switch (release.model()) {
                case "lstm" -> models.lstm().load(release);
                case "winprob" -> models.win().load(release);
                default -> models.ensemble().load(release);
              }
            }),
        code,
        says);
  }

  private static void assertCheckRefuses(
      Models models, ModelRelease release, Code code, String... says) {
    assertRefusal(catchThrowable(() -> models.check().check(release)), code, says);
  }

  private static void assertRefusal(Throwable thrown, Code code, String... says) {
    assertThat(thrown)
        .isInstanceOf(ReleaseRefusedException.class)
        .hasMessageStartingWith(code + ": ")
        .hasMessageContainingAll(says);
    assertThat(((ReleaseRefusedException) thrown).code()).isEqualTo(code);
    // The code once.
    assertThat(thrown.getMessage()).doesNotStartWith(code + ": " + code);
  }
}
