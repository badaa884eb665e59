package io.minhos.engines.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.engines.trees.Arithmetic;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.engines.trees.FlatTreesBuilder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleTest {

  private static final double[] ROW = {0, 0};

  private static FlatTrees constant(double value) {
    return new FlatTreesBuilder(Arithmetic.FLOAT64, 2, value).build();
  }

  private static EnsembleAnswer answer(
      double forest, double xgboost, double lightgbm, double intercept, double... weights) {
    return new StackedEnsemble(
            constant(forest),
            constant(xgboost),
            constant(lightgbm),
            new StackWeights(intercept, weights))
        .answer(ROW);
  }

  @Test
  void valueIsTheWeightedSum() {
    EnsembleAnswer answer = answer(0.5, 0.25, -0.5, 0.125, 0.5, 1, 0.25);
    assertThat(answer.value()).isEqualTo(0.125 + 0.25 + 0.25 - 0.125);
    assertThat(answer.bases()).containsExactly(0.5, 0.25, -0.5);
    assertThat(answer.agreement()).isEqualTo(2 / 3.0);
  }

  @Test
  void agreementIsTheShareOfTheValuesSign() {
    assertThat(answer(0.1, 0.2, 0.3, 0, 1, 1, 1).agreement()).isEqualTo(1);
    assertThat(answer(-0.1, -0.2, -0.3, 0, 1, 1, 1).agreement()).isEqualTo(1);
    // The one with the weight is alone.
    assertThat(answer(0.1, -0.2, -0.3, 0, 1, 0, 0).agreement()).isEqualTo(1 / 3.0);
    // The intercept turns all of them.
    assertThat(answer(0.1, 0.2, 0.3, -1, 0.1, 0.1, 0.1).agreement()).isZero();
  }

  @Test
  void zeroAgreesWithZeroAlone() {
    EnsembleAnswer none = answer(0.1, 0.2, 0, 0, 0, 0, 1);
    assertThat(none.value()).isZero();
    assertThat(none.agreement()).isEqualTo(1 / 3.0);
    assertThat(answer(0.1, 0.2, 0.3, 0, 0, 0, 0).agreement()).isZero();
    assertThat(answer(0.0, -0.0, 0.0, 0, 1, 1, 1).agreement()).isEqualTo(1);
    // A base at zero does not agree with a sign.
    assertThat(answer(0.1, 0, 0, 0, 1, 1, 1).agreement()).isEqualTo(1 / 3.0);
  }

  @Test
  void valueIsClippedAndKeepsItsSign() {
    EnsembleAnswer high = answer(3, 4, -5, 0, 1, 1, 0);
    assertThat(high.value()).isEqualTo(1);
    assertThat(high.bases()).as("as the models said").containsExactly(3, 4, -5);
    assertThat(high.agreement()).isEqualTo(2 / 3.0);
    assertThat(answer(-3, -4, 5, 0, 1, 1, 0).value()).isEqualTo(-1);
    assertThat(answer(1e300, 1e300, 0, 0, 1e300, 0, 0).value()).isEqualTo(1);
  }

  @Test
  void anAnswerThatIsNoNumberIsRefused() {
    // ∞ − ∞
    assertThatThrownBy(() -> answer(1e300, 1e300, 0, 0, 1e300, -1e300, 0))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(
            () -> new LinearEnsemble(0, new double[] {1}).answer(new double[] {Double.NaN}))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void modelsOfOtherRowsAreRefused() {
    FlatTrees other = new FlatTreesBuilder(Arithmetic.FLOAT64, 3, 0).build();
    StackWeights stack = new StackWeights(0, new double[] {1, 1, 1});
    assertThatThrownBy(() -> new StackedEnsemble(constant(0), constant(0), other, stack))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("base models must know the same features: forest=2 xgboost=2 lightgbm=3");
    assertThatThrownBy(() -> answer(0, 0, 0, 0, 1, 1)).hasMessage("weights must be 3: 2");
  }

  @Test
  void linearIsItsOwnBase() {
    LinearEnsemble linear = new LinearEnsemble(0.5, new double[] {2, -1});
    assertThat(linear.features()).isEqualTo(2);
    EnsembleAnswer answer = linear.answer(new double[] {1, 0.25});
    assertThat(answer.value()).isEqualTo(1);
    assertThat(answer.bases()).containsExactly(2.25);
    assertThat(answer.agreement()).isEqualTo(1);
    assertThat(linear.answer(new double[] {-0.25, 0}).agreement()).as("of zero").isEqualTo(1);
    assertThatThrownBy(() -> linear.answer(new double[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("features must be as many as the coefficients: expected=2 got=1");
  }

  @Test
  void jsonIsAsDocumented() {
    StackWeights stack = new StackWeights(0.1, new double[] {0.25, 1e-9, 0});
    assertThat(new String(stack.toJson(), StandardCharsets.UTF_8))
        .isEqualTo("{\"intercept\":0.1,\"weights\":[0.25,1.0E-9,0.0]}");
    assertThat(StackWeights.fromJson(stack.toJson()).weights()).containsExactly(0.25, 1e-9, 0);
    assertThat(StackWeights.fromJson(stack.toJson()).intercept()).isEqualTo(0.1);

    LinearEnsemble linear = new LinearEnsemble(1 / 3.0, new double[] {Math.PI, -2});
    assertThat(new String(linear.toJson(), StandardCharsets.UTF_8))
        .isEqualTo("{\"intercept\":0.3333333333333333,\"coefficients\":[3.141592653589793,-2.0]}");
    assertThat(LinearEnsemble.fromJson(linear.toJson()).coefficients())
        .containsExactly(Math.PI, -2);
    assertThat(
            LinearEnsemble.fromJson(utf8("{\"coefficients\":[1,2],\"intercept\":3}")).intercept())
        .as("any order, whole numbers")
        .isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"intercept\":0}",
        "{\"weights\":[1,1,1]}",
        "{\"intercept\":0,\"weights\":null}",
        "{\"intercept\":null,\"weights\":[1,1,1]}",
        "{\"intercept\":0,\"weights\":[1,1]}",
        "{\"intercept\":0,\"weights\":[1,1,null]}",
        "{\"intercept\":0,\"weights\":[1,1,\"1\"]}",
        "{\"intercept\":0,\"weights\":[1,1,NaN]}",
        "{\"intercept\":0,\"weights\":[1,1,\"NaN\"]}",
        "{\"intercept\":0,\"weights\":[1,1,1e999]}",
        "{\"intercept\":\"0\",\"weights\":[1,1,1]}",
        "{\"intercept\":0,\"weights\":\"AAAA\"}",
        "{\"intercept\":0,\"weights\":[1,1,1],\"more\":1}",
        "{\"intercept\":0,\"intercept\":0,\"weights\":[1,1,1]}",
        "{\"intercept\":0,\"weights\":[1,1,1]} {}",
        "{\"intercept\":0,\"weights\":[1,1,1]"
      })
  void otherJsonIsRefused(String json) {
    assertThatThrownBy(() -> StackWeights.fromJson(utf8(json)))
        .isInstanceOf(IllegalArgumentException.class);
    // Two coefficients are as good as three.
    if (!json.contains("[1,1]")) {
      assertThatThrownBy(
              () -> LinearEnsemble.fromJson(utf8(json.replace("weights", "coefficients"))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
