package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Against what Flink ML 2.3.0 and scikit-learn answered to the same rows (decision 4). Flink ML's
 * regression is gradient descent: it comes near the exact answer; scikit-learn's is exact. The
 * evaluators differ at ties and weights: there scikit-learn is followed.
 */
class FlinkMlOracleTest {

  private static final Path FILE = Path.of("../../../shared/data/oracles/flink-ml-2.3.0.json");

  private static JsonNode oracle;

  @BeforeAll
  static void read() throws IOException {
    assumeTrue(Files.exists(FILE), () -> "no recorded answers here: " + FILE.toAbsolutePath());
    oracle = new ObjectMapper().readTree(FILE.toFile());
  }

  private static double[] numbers(JsonNode node) {
    double[] numbers = new double[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = node.get(i).asDouble();
    }
    return numbers;
  }

  private static double[][] rows(String name) {
    JsonNode node = oracle.get(name);
    double[][] rows = new double[node.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = numbers(node.get(i));
    }
    return rows;
  }

  @Test
  void minMaxScalerEqualsFlinkMl() {
    FeatureRanges ranges = FeatureRanges.empty(3);
    for (double[] row : rows("features")) {
      ranges = ranges.plus(row);
    }
    MinMaxScaler scaler = MinMaxScaler.of(ranges);
    assertThat(scaler.min()).containsExactly(numbers(oracle.get("minMaxScaler").get("min")));
    assertThat(scaler.max()).containsExactly(numbers(oracle.get("minMaxScaler").get("max")));
    assertRows(scaler::transform, rows("minMaxScaled"));
  }

  @Test
  void standardScalerEqualsFlinkMl() {
    FeatureMoments moments = FeatureMoments.empty(3);
    for (double[] row : rows("features")) {
      moments = moments.plus(row);
    }
    StandardScaler scaler = StandardScaler.of(moments);
    assertRows(row -> scaler.transform(row, true, true), rows("standardScaledWithMean"));
    assertRows(row -> scaler.transform(row, false, true), rows("standardScaledWithoutMean"));
  }

  /** What a scaler does to a row. */
  private interface Transform {
    double[] apply(double[] row);
  }

  private static void assertRows(Transform transform, double[][] expected) {
    double[][] features = rows("features");
    for (int i = 0; i < features.length; i++) {
      assertThat(transform.apply(features[i]))
          .as("row %d", i)
          .containsExactly(expected[i], within(1e-12));
    }
  }

  private static LinearRegression regression(boolean intercept, boolean weighted) {
    double[][] features = rows("features");
    double[] labels = numbers(oracle.get("labels"));
    double[] weights = numbers(oracle.get("weights"));
    LinearFit fit = new LinearFit(3);
    for (int i = 0; i < features.length; i++) {
      fit.add(features[i], labels[i], weighted ? weights[i] : 1);
    }
    return LinearRegression.fit(fit.sums(), intercept);
  }

  @Test
  void regressionComesToFlinkMlsLimit() {
    assertThat(regression(false, false).coefficients())
        .containsExactly(numbers(oracle.get("linearRegression").get("coefficients")), within(1e-9));
    assertThat(regression(false, true).coefficients())
        .containsExactly(
            numbers(oracle.get("linearRegressionWeighted").get("coefficients")), within(1e-9));
  }

  @Test
  void regressionWithInterceptEqualsScikitLearn() {
    assertRegression(
        regression(true, false), oracle.get("scikitLearn").get("linearRegressionWithIntercept"));
    assertRegression(
        regression(true, true),
        oracle.get("scikitLearn").get("linearRegressionWithInterceptWeighted"));
  }

  private static void assertRegression(LinearRegression model, JsonNode expected) {
    assertThat(model.coefficients())
        .containsExactly(numbers(expected.get("coefficients")), within(1e-13));
    assertThat(model.intercept()).isEqualTo(expected.get("intercept").asDouble(), within(1e-13));
  }

  private static BinaryClassification evaluation(boolean weighted) {
    JsonNode evaluator = oracle.get("evaluator");
    double[] labels = numbers(evaluator.get("labels"));
    boolean[] positive = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      positive[i] = labels[i] == 1;
    }
    double[] scores = numbers(evaluator.get("scores"));
    return BinaryClassification.of(
        weighted
            ? ScoreCounts.of(scores, positive, numbers(evaluator.get("weights")))
            : ScoreCounts.of(scores, positive));
  }

  @Test
  void evaluationEqualsScikitLearnAtTiesAndWithWeights() {
    for (boolean weighted : new boolean[] {false, true}) {
      BinaryClassification ours = evaluation(weighted);
      JsonNode theirs = oracle.get("scikitLearn").get(weighted ? "weighted" : "unweighted");
      assertThat(ours.areaUnderROC())
          .isEqualTo(theirs.get("areaUnderROC").asDouble(), within(1e-13));
      assertThat(ours.ks()).isEqualTo(theirs.get("ks").asDouble(), within(1e-13));
      assertThat(ours.areaUnderPR())
          .isEqualTo(theirs.get("areaUnderPRTrapezoid").asDouble(), within(1e-13));
    }
  }

  /**
   * Flink ML takes ties in the order in which rows come. Told apart in that order, as scores of
   * their own, they give its four answers: the formulas are the same.
   */
  @Test
  void evaluationEqualsFlinkMlWhereTiesAreBroken() {
    JsonNode evaluator = oracle.get("evaluator");
    double[] labels = numbers(evaluator.get("labels"));
    double[] scores = numbers(evaluator.get("scores"));
    boolean[] positive = new boolean[labels.length];
    double[] apart = new double[scores.length];
    for (int i = 0; i < labels.length; i++) {
      positive[i] = labels[i] == 1;
      for (int j = 0; j < labels.length; j++) {
        boolean after = scores[j] < scores[i] || (scores[j] == scores[i] && j > i);
        apart[i] += after ? 1 : 0;
      }
    }
    BinaryClassification ours = BinaryClassification.of(ScoreCounts.of(apart, positive));
    JsonNode theirs = evaluator.get("unweighted");
    assertThat(ours.areaUnderROC()).isEqualTo(theirs.get("areaUnderROC").asDouble(), within(1e-13));
    assertThat(ours.areaUnderPR()).isEqualTo(theirs.get("areaUnderPR").asDouble(), within(1e-13));
    assertThat(ours.ks()).isEqualTo(theirs.get("ks").asDouble(), within(1e-13));
    assertThat(ours.areaUnderLorenz())
        .isEqualTo(theirs.get("areaUnderLorenz").asDouble(), within(1e-13));
  }
}
