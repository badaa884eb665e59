package io.minhos.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.features.FeatureSchema;
import io.minhos.engines.trees.Arithmetic;
import io.minhos.engines.trees.FlatTreesBuilder;
import io.minhos.store.ModelStore;
import io.minhos.store.Trial;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssessVariantTest {

  private static final TradingConfig CONFIG = ConfigLoader.load(null, List.of());
  private static final TrainingSet SET = TrainingSet.of(LstmModelTrainerTest.bars());
  private static final Fits FITS = LstmModelTrainerTest.fits(SET);

  @TempDir Path dir;

  @Test
  void aTrainerThatFailsFailsItsVariant() throws Exception {
    assertThat(verdict(new Failing()))
        .isEqualTo(
            new TrainingVerdict(
                "lstm", false, null, List.of("lstm: TRAINER_FAILED: no memory"), null));
  }

  @Test
  void judgesWhatTheTrainersMadeIsInTheLedgerAndPublishesNothing() throws Exception {
    TrainingVerdict verdict = verdict(new Constant());
    assertThat(verdict.metrics().samples()).isEqualTo(SET.tested(FITS.plan()).length);
    assertThat(verdict.version()).isNull();
    ModelStore store = ModelStore.existing(dir.toString());
    assertThat(store.trials("lstm")).extracting(Trial::variants).containsExactly(20);
    assertThat(store.list()).isEmpty();
  }

  /** Else the worst ensembles would be as good as the linear model, and chosen. */
  @Test
  void nothingStandsInForAVariantThatIsWrong() throws Exception {
    TrainingVerdict verdict =
        verdict("ensemble", new Wrong("forest"), new Wrong("xgboost"), new Wrong("lightgbm"));
    assertThat(verdict.metrics().accuracy()).isZero();
    assertThat(verdict.metrics().baselines()).doesNotContainKey("linear");
    assertThat(verdict.reasons()).noneMatch(reason -> reason.startsWith("LINEAR_"));
  }

  private static final class Failing implements ModelTrainer {

    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
      return "lstm";
    }

    @Override
    public TrainedModel train(TrainingSet set, Fits fits, Progress progress) {
      throw new IllegalStateException("no memory");
    }
  }

  private static final class Constant implements ModelTrainer {

    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
      return "lstm";
    }

    @Override
    public TrainedModel train(TrainingSet set, Fits fits, Progress progress) {
      double[] answers = new double[set.tested(fits.plan()).length];
      Arrays.fill(answers, 0.1);
      return TrainedModel.of(name(), fits, answers, Map.of(), Map.of());
    }
  }

  /** Knows what comes, and says the opposite. */
  private record Wrong(String name) implements ModelTrainer {

    @Override
    public TrainedModel train(TrainingSet set, Fits fits, Progress progress) {
      double[] answers =
          Arrays.stream(set.tested(fits.plan()))
              .mapToDouble(row -> -Math.signum(set.row(row).realised()) / 2)
              .toArray();
      byte[] trees =
          new FlatTreesBuilder(Arithmetic.FLOAT64, FeatureSchema.TABULAR.size(), 0)
              .leaf(0)
              .build()
              .toBytes();
      return TrainedModel.of(name, fits, answers, Map.of(name + ".trees", trees), Map.of());
    }
  }

  private TrainingVerdict verdict(ModelTrainer lstm) throws Exception {
    return verdict("lstm", lstm);
  }

  private TrainingVerdict verdict(String model, ModelTrainer... others) throws Exception {
    Publication publication =
        new Publication(dir.toString(), "test", Instant.EPOCH).bestOf(20).assessing();
    List<ModelTrainer> trainers = new ArrayList<>(List.of(others));
    trainers.add(new LinearModelTrainer());
    AssessVariant operator =
        new AssessVariant(
            7,
            model,
            List.of(model),
            trainers,
            new ModelGate(RetrainingConfig.of(CONFIG), publication, 1),
            WinConfig.of(CONFIG));
    var harness = new TwoInputStreamOperatorTestHarness<TrainingBar, Fits, Void>(operator);
    try {
      harness.open();
      harness.processElement2(new StreamRecord<>(FITS));
      for (TrainingBar bar : SET.bars()) {
        harness.processElement1(new StreamRecord<>(bar));
      }
      harness.endInput2();
      harness.endInput1();
      List<?> lines =
          (List<?>)
              operator
                  .getRuntimeContext()
                  .getAccumulator(AssessVariant.verdictOf(7))
                  .getLocalValue();
      assertThat(lines).hasSize(1);
      return Json.read((String) lines.get(0), TrainingVerdict.class);
    } finally {
      harness.close();
    }
  }
}
