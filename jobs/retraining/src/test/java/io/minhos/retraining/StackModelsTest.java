package io.minhos.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.ReferenceDistribution;
import io.minhos.engines.ensemble.LinearEnsemble;
import io.minhos.engines.trees.Arithmetic;
import io.minhos.engines.trees.FlatTreesBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class StackModelsTest {

  private static final TrainingSet SET = TrainingSet.of(LstmModelTrainerTest.bars());
  private static final Fits FITS = LstmModelTrainerTest.fits(SET);
  private static final int TESTED = SET.tested(FITS.plan()).length;
  private static final long LATER = SET.lastLabelEnd() + 99;

  @Test
  void whatFailsFailsAlone() throws Exception {
    List<Candidate> candidates =
        stack(linear(), TrainedModel.failed("forest", FITS, "TRAINER_FAILED: no memory"), lstm(0));
    assertThat(candidates).extracting(Candidate::model).containsExactly("lstm", "ensemble");
    assertThat(candidates.get(0).failure()).isNull();
    assertThat(candidates.get(0).rows()).hasSize(TESTED);
    assertThat(candidates.get(0).answers())
        .hasSize(TESTED)
        .allSatisfy(answer -> assertThat(answer.value()).isEqualTo(0.1));
    assertThat(candidates.get(0).trained().to()).isEqualTo(SET.lastLabelEnd());
    List<ReferenceDistribution> inputs = candidates.get(0).inputs().features();
    assertThat(inputs).hasSize(FeatureSchema.SEQUENCE_8.size());
    for (int i = 0; i < inputs.size(); i++) {
      double[] values = new double[SET.size()];
      for (int row = 0; row < values.length; row++) {
        values[row] = SET.row(row).sequence().values()[i];
      }
      assertThat(inputs.get(i))
          .usingRecursiveComparison()
          .isEqualTo(ReferenceDistribution.of(values, 10));
    }
    assertThat(candidates.get(1).failure()).isEqualTo("forest: TRAINER_FAILED: no memory");
  }

  @Test
  void withoutTheLinearModelThereIsNothingToCompareWith() throws Exception {
    List<Candidate> candidates = stack(TrainedModel.failed("linear", FITS, "SINGULAR"), lstm(0));
    assertThat(candidates.get(0).failure()).isEqualTo("linear: SINGULAR");
  }

  @Test
  void modelsThatCannotBeStackedSayWhy() throws Exception {
    List<Candidate> candidates =
        stack(linear(), lstm(0), broken("forest"), broken("xgboost"), broken("lightgbm"));
    assertThat(candidates.get(0).failure()).isNull();
    assertThat(candidates.get(1).failure()).startsWith("STACK_FAILED: ");
  }

  /** Of the trees and of the linear model that may stand in for them. */
  @Test
  void saysOnWhichFeaturesAnswersHang() throws Exception {
    int features = FeatureSchema.TABULAR.size();
    double[] coefficients = new double[features];
    coefficients[3] = 0.001;
    TrainedModel linear =
        TrainedModel.of(
            "linear",
            FITS,
            new double[TESTED],
            Map.of("linear.json", new LinearEnsemble(0, coefficients).toJson()),
            Map.of());
    byte[] constant =
        new FlatTreesBuilder(Arithmetic.FLOAT64, features, 0).leaf(0).build().toBytes();
    List<TrainedModel> models = new ArrayList<>(List.of(linear, lstm(0)));
    for (String base : List.of("forest", "xgboost", "lightgbm")) {
      models.add(
          TrainedModel.of(
              base, FITS, new double[TESTED], Map.of(base + ".trees", constant), Map.of()));
    }
    Candidate ensemble = stack(models.toArray(TrainedModel[]::new)).get(1);
    assertThat(ensemble.failure()).isNull();
    assertThat(ensemble.metrics()).hasSize(features).containsValue(0.0);
    assertThat(ensemble.metrics().values()).containsOnly(0.0);
    assertThat(ensemble.linearMetrics())
        .hasSize(features)
        .containsEntry("importance." + FeatureSchema.TABULAR.names().get(3), 1.0);
  }

  /** One that went on from a release knows what that had seen, whatever it was trained on since. */
  @Test
  void aReleaseSaysUpToWhenItKnowsLabels() throws Exception {
    assertThat(stack(linear(), lstm(LATER)).get(0).trained().to()).isEqualTo(LATER);
  }

  private static TrainedModel linear() {
    return TrainedModel.of("linear", FITS, new double[TESTED], Map.of(), Map.of());
  }

  private static TrainedModel broken(String name) {
    return TrainedModel.of(
        name, FITS, new double[TESTED], Map.of(name + ".trees", new byte[3]), Map.of());
  }

  private static TrainedModel lstm(long knownUntil) {
    double[] answers = new double[TESTED];
    Arrays.fill(answers, 0.1);
    double[] scale = new double[8];
    return new TrainedModel(
        "lstm", null, FITS.plan(), answers, Map.of(), scale, scale, knownUntil, Map.of());
  }

  private static List<Candidate> stack(TrainedModel... models) throws Exception {
    var harness =
        new TwoInputStreamOperatorTestHarness<TrainingBar, TrainedModel, Candidate>(
            new StackModels(List.of("lstm", "ensemble")));
    try {
      harness.open();
      for (TrainingBar bar : SET.bars()) {
        harness.processElement1(new StreamRecord<>(bar));
      }
      for (TrainedModel model : models) {
        harness.processElement2(new StreamRecord<>(model));
      }
      harness.endInput1();
      harness.endInput2();
      return harness.extractOutputValues();
    } finally {
      harness.close();
    }
  }
}
