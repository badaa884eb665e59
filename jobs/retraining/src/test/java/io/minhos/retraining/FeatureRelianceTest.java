package io.minhos.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class FeatureRelianceTest {

  private static final List<String> NAMES = List.of("much", "little", "none");
  private static final double[][] ROWS = uniform(1_000, 3);

  /** Of a linear model of features that are spread alike, shares are those of its coefficients. */
  @Test
  void sharesAreThoseOfALinearModelsCoefficients() {
    Map<String, Double> metrics = reliance(ROWS, row -> 7 - 3 * row[0] + row[1]);
    assertThat(metrics)
        .containsOnlyKeys("importance.much", "importance.little", "importance.none")
        .containsEntry("importance.none", 0.0);
    assertThat(metrics.get("importance.much")).isCloseTo(0.75, within(0.02));
    assertThat(metrics.get("importance.little")).isCloseTo(0.25, within(0.02));
    assertThat(metrics.values().stream().mapToDouble(v -> v).sum()).isCloseTo(1, within(1e-12));
  }

  /** A sequence's feature goes from row to row as a whole: its own order is left. */
  @Test
  void aFeatureOfASequenceIsOneAtAllSteps() {
    double[][] sequences = uniform(500, 6);
    for (double[] sequence : sequences) {
      sequence[3] = sequence[0] + 1;
    }
    assertThat(reliance(sequences, s -> s[3] - s[0] > 0.999 ? s[4] : 99))
        .containsEntry("importance.much", 0.0)
        .containsEntry("importance.little", 1.0);
    assertThat(reliance(sequences, s -> s[3])).containsEntry("importance.much", 1.0);
  }

  @Test
  void whatAlwaysAnswersTheSameHangsOnNothing() {
    assertThat(reliance(ROWS, row -> 0.5).values()).containsOnly(0.0);
  }

  @Test
  void asksAThousandRowsAtMostFromAllOver() {
    assertThat(FeatureReliance.sample(3)).containsExactly(0, 1, 2);
    assertThat(FeatureReliance.sample(0)).isEmpty();
    int[] asked = FeatureReliance.sample(24_000);
    assertThat(asked).hasSize(1_000).isSorted().doesNotHaveDuplicates();
    assertThat(asked[0]).isNotNegative();
    assertThat(asked[999]).isLessThan(24_000);
    // Of each hour of the day about 42, with a deviation of 6.
    int[] byHour = new int[24];
    for (int row : asked) {
      byHour[row % 24]++;
    }
    assertThat(Arrays.stream(byHour).boxed()).allSatisfy(n -> assertThat(n).isBetween(18, 66));
  }

  private static Map<String, Double> reliance(double[][] rows, ToDoubleFunction<double[]> model) {
    return FeatureReliance.metrics(
        NAMES,
        rows.length,
        row -> rows[row],
        asked -> Arrays.stream(asked).mapToDouble(model).toArray());
  }

  private static double[][] uniform(int rows, int values) {
    Random random = new Random(3);
    double[][] uniform = new double[rows][];
    for (int i = 0; i < rows; i++) {
      uniform[i] = random.doubles(values).toArray();
    }
    return uniform;
  }
}
