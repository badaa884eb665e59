package io.minhos.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.evaluation.FeatureRanges;
import io.minhos.domain.evaluation.SplitConfig;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.features.FeatureState;
import io.minhos.domain.market.Bar;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.technical.TechnicalOpinion;
import io.minhos.engines.lstm.LstmArtifacts;
import io.minhos.engines.lstm.LstmWeights;
import io.minhos.store.Alias;
import io.minhos.store.Change;
import io.minhos.store.ModelKind;
import io.minhos.store.ModelStore;
import io.minhos.store.ReleaseDraft;
import io.minhos.store.Scaling;
import io.minhos.store.Training;
import io.minhos.trading.config.ConfigLoader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LstmModelTrainerTest {

  private static final int BARS = 600;
  private static final long STEP = 60_000;

  /** A rate so small that an epoch moves no weight by more than it. */
  private static final double RATE = 1e-6;

  private static final TrainingSet SET = TrainingSet.of(bars());

  @TempDir Path dir;

  @Test
  void goesOnFromTheReleaseInForceInTheScaleOfItsWeights() throws Exception {
    Fits fits = fits();
    assertThat(train(fits).metrics()).containsEntry("startVersion", 0.0);

    long end = SET.row(SET.size() - 1).time();
    TrainedModel first = publish(fits, end);
    TrainedModel warm = train(fits);
    assertThat(warm.metrics()).containsEntry("startVersion", 1.0);
    assertThat(warm.scalerMin()).isEqualTo(first.scalerMin());
    assertThat(warm.scalerMax()).isEqualTo(first.scalerMax());
    assertThat(warm.knownUntil()).isEqualTo(end);
    assertThat(distance(warm, first)).isPositive().isLessThan(1e-3);
  }

  @Test
  void aFoldThatTheReleaseHasSeenIsTrainedFromNothing() throws Exception {
    Fits fits = fits();
    double[] cold = train(fits).outOfFold();
    SplitPlan.Part tested = fits.folds().get(0).split();

    publish(fits, tested.trainUntil());
    assertThat(train(fits).outOfFold()).isEqualTo(cold);

    publish(fits, tested.trainUntil() - 1);
    assertThat(train(fits).outOfFold()).isNotEqualTo(cold);
  }

  @Test
  void saysOnWhichFeaturesItsAnswersHang() throws Exception {
    FeatureRanges ranges = FeatureRanges.empty(FeatureSchema.SEQUENCE_8.size());
    for (int i = 0; i < SET.size(); i++) {
      ranges = ranges.plus(SET.row(i).sequence().values());
    }
    List<Fits.Fit> fits = new ArrayList<>();
    for (Fits.Fit fit : fits().parts()) {
      fits.add(fit.scaledBy(ranges.min(), ranges.max()));
    }
    Map<String, Double> metrics =
        new LstmModelTrainer(config("false", "training.lstm.denseUnits=8"), dir.toString())
            .train(SET, new Fits(fits), text -> {})
            .metrics();
    double shares = 0;
    for (String feature : FeatureSchema.SEQUENCE_8.names()) {
      assertThat(metrics.get("importance." + feature)).as(feature).isPositive();
      shares += metrics.get("importance." + feature);
    }
    assertThat(shares).isCloseTo(1, within(1e-9));
  }

  @Test
  void saysWhyItCannotGoOn() throws Exception {
    publish(fits(), 0, "tabular", FeatureSchema.TABULAR.hash());
    assertThatThrownBy(() -> train(fits()))
        .hasMessage(
            "WARM_START: version=1 schema=%s expected=%s"
                .formatted(FeatureSchema.TABULAR.hash(), FeatureSchema.SEQUENCE_8.hash()));
  }

  private TrainedModel train(Fits fits) throws InterruptedException {
    return new LstmModelTrainer(config("true"), dir.toString()).train(SET, fits, text -> {});
  }

  /** Makes a model of other weights and another scaler champion. */
  private TrainedModel publish(Fits fits, long knownUntil) throws Exception {
    return publish(fits, knownUntil, "sequence-8", FeatureSchema.SEQUENCE_8.hash());
  }

  private TrainedModel publish(Fits fits, long knownUntil, String schema, String hash)
      throws Exception {
    Fits.Fit wider = fits.whole().scaledBy(filled(-9), filled(9));
    List<Fits.Fit> parts = new ArrayList<>(fits.folds());
    parts.add(wider);
    TrainedModel model =
        new LstmModelTrainer(config("false"), dir.toString())
            .train(SET, new Fits(parts), text -> {});
    ModelStore store = ModelStore.at(dir.toString());
    int version =
        store
            .publish(
                new ReleaseDraft(
                    "lstm",
                    ModelKind.LSTM,
                    schema,
                    1,
                    hash,
                    20,
                    Scaling.of(model.scalerMin(), model.scalerMax()),
                    new Training(
                        Instant.EPOCH,
                        Instant.ofEpochMilli(knownUntil),
                        SET.size(),
                        List.of("A"),
                        1,
                        1),
                    Map.of(),
                    new io.minhos.store.Verdict(true, List.of("SKILL: a test")),
                    "test",
                    Instant.EPOCH),
                model.artifacts())
            .version();
    store.promote("lstm", version, Alias.CHAMPION, new Change("test", "", Instant.EPOCH));
    return model;
  }

  private static RetrainingConfig config(String warm, String... over) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "training.folds=1",
                "training.lstm.firstUnits=4",
                "training.lstm.secondUnits=3",
                "training.lstm.denseUnits=2",
                "training.lstm.epochs=1",
                "training.lstm.learningRate=" + RATE,
                "training.lstm.warmStart=" + warm));
    settings.addAll(List.of(over));
    return RetrainingConfig.of(ConfigLoader.load(null, settings));
  }

  private static Fits fits() {
    return fits(SET);
  }

  static Fits fits(TrainingSet set) {
    List<LabelSpan> spans = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      spans.add(new LabelSpan(set.row(i).time(), set.row(i).labelEnd()));
    }
    SplitPlan plan = PlanSplits.plan(spans, new SplitConfig(1, 0.6, 1, 20, 0), 0.2);
    double[] zeros = new double[FeatureSchema.TABULAR.size()];
    return new Fits(
        plan.parts().stream()
            .map(part -> new Fits.Fit(part, 0, zeros, filled(-2), filled(2)))
            .toList());
  }

  private static double[] filled(double value) {
    double[] values = new double[FeatureSchema.SEQUENCE_8.size()];
    Arrays.fill(values, value);
    return values;
  }

  /** Greatest difference of two weights. */
  private static double distance(TrainedModel a, TrainedModel b) {
    float[] first = weights(a);
    float[] second = weights(b);
    double distance = 0;
    for (int i = 0; i < first.length; i++) {
      distance = Math.max(distance, Math.abs(first[i] - second[i]));
    }
    return distance;
  }

  private static float[] weights(TrainedModel model) {
    LstmWeights weights = LstmWeights.fromBytes(model.artifacts().get(LstmArtifacts.WEIGHTS_FILE));
    return weights.lstm1().kernel();
  }

  static List<TrainingBar> bars() {
    Random random = new Random(5);
    List<TrainingBar> bars = new ArrayList<>();
    FeatureState state = FeatureState.empty();
    double close = 100;
    for (int i = 0; i < BARS; i++) {
      double open = close;
      close = open * (1 + 0.001 * random.nextGaussian());
      double high = Math.max(open, close) * 1.0005;
      double low = Math.min(open, close) * 0.9995;
      Bar bar = Bar.of("A", i * STEP, (i + 1) * STEP, open, high, low, close, 100 + i % 7);
      state = state.plus(bar);
      TrainingBar made =
          new TrainingBar(
              bar,
              FeatureSchema.SEQUENCE_8.vector(state),
              FeatureSchema.TABULAR.vector(state),
              TechnicalOpinion.insufficientData(),
              Regime.UNKNOWN,
              state.indicators().atr(),
              state.indicators().volatility(),
              bar.time() + STEP,
              random.nextDouble() * 2 - 1,
              random.nextGaussian());
      bars.add(made);
    }
    return bars;
  }
}
