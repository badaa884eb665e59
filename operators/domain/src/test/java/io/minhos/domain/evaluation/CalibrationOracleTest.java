package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against what scikit-learn 1.9.1 answered to the same 300 rows, whose scores tie. */
class CalibrationOracleTest {

  private static final Path FILE = Path.of("../../../shared/data/oracles/flink-ml-2.3.0.json");

  private static JsonNode scikitLearn;
  private static double[] scores;
  private static double[] weights;
  private static boolean[] outcomes;

  @BeforeAll
  static void read() throws IOException {
    assumeTrue(Files.exists(FILE), () -> "no recorded answers here: " + FILE.toAbsolutePath());
    JsonNode oracle = new ObjectMapper().readTree(FILE.toFile());
    scikitLearn = oracle.get("scikitLearn");
    scores = numbers(oracle.get("evaluator").get("scores"));
    weights = numbers(oracle.get("evaluator").get("weights"));
    double[] labels = numbers(oracle.get("evaluator").get("labels"));
    outcomes = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      outcomes[i] = labels[i] == 1;
    }
  }

  private static double[] numbers(JsonNode node) {
    double[] numbers = new double[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = node.get(i).asDouble();
    }
    return numbers;
  }

  private static double[] applied(IsotonicCalibration fit, double[] at) {
    return Arrays.stream(at).map(fit::apply).toArray();
  }

  @Test
  void isotonicEqualsScikitLearn() {
    JsonNode theirs = scikitLearn.get("isotonic");
    IsotonicCalibration fit =
        IsotonicCalibration.fit(scores, outcomes)
            .clamped(theirs.get("yMin").asDouble(), theirs.get("yMax").asDouble());
    assertThat(applied(fit, scores)).containsExactly(numbers(theirs.get("fitted")), within(1e-13));
    assertThat(applied(fit, numbers(theirs.get("at"))))
        .containsExactly(numbers(theirs.get("predicted")), within(1e-13));
  }

  @Test
  void weightedIsotonicEqualsScikitLearn() {
    assertThat(applied(IsotonicCalibration.fit(scores, outcomes, weights), scores))
        .containsExactly(numbers(scikitLearn.get("isotonicWeighted").get("fitted")), within(1e-13));
  }

  /** The recorded fit is the logistic regression that Platt's is with targets of 0 and 1. */
  @Test
  void plattWithoutSmoothingEqualsScikitLearn() {
    double[] targets = new double[outcomes.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = outcomes[i] ? 1 : 0;
    }
    PlattCalibration fit = PlattCalibration.fit(scores, targets);
    JsonNode theirs = scikitLearn.get("platt");
    assertThat(fit.a()).isEqualTo(-theirs.get("coefficient").asDouble(), within(1e-8));
    assertThat(fit.b()).isEqualTo(-theirs.get("intercept").asDouble(), within(1e-8));
  }

  @Test
  void brierScoreEqualsScikitLearn() {
    Reliability ours = Reliability.of(scores, outcomes, 10);
    assertThat(ours.brier())
        .isEqualTo(scikitLearn.get("unweighted").get("brier").asDouble(), within(1e-13));
    Reliability weighted = Reliability.of(ScoreCounts.of(scores, outcomes, weights), 10);
    assertThat(weighted.brier())
        .isEqualTo(scikitLearn.get("weighted").get("brier").asDouble(), within(1e-13));
  }
}
