package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OverfittingTest {

  /** All 12,870 ways with itertools.combinations in Python: the chosen one is low in 12,356. */
  @Test
  void countsWaysAsAnotherProgramDoes() {
    double[][] returns = new double[5][48];
    for (int v = 0; v < 5; v++) {
      for (int t = 0; t < 48; t++) {
        returns[v][t] = Math.sin(v * 1.3 + t * 0.7 * (v + 1)) + 0.02 * v;
      }
    }
    assertThat(Overfitting.probability(returns)).isEqualTo(12_356 / 12_870.0, within(1e-12));
  }

  @Test
  void isHighOfNoiseAndLowOfSkill() {
    double noise = 0;
    for (int seed = 0; seed < 10; seed++) {
      noise += Overfitting.probability(variants(seed, 20, 160, 0)) / 10;
    }
    assertThat(noise).isBetween(0.35, 0.65);
    assertThat(Overfitting.probability(variants(1, 20, 160, 0.8))).isLessThan(0.01);
  }

  /** Variants of which the last has that mean above the others', in standard deviations. */
  private static double[][] variants(long seed, int variants, int periods, double edge) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] returns = new double[variants][periods];
    for (int v = 0; v < variants; v++) {
      for (int t = 0; t < periods; t++) {
        returns[v][t] = random.nextGaussian() + (v == variants - 1 ? edge : 0);
      }
    }
    return returns;
  }

  /** Of equal variants the chosen one is the median: no better than chance. */
  @Test
  void variantsThatAreTheSameAreNoChoice() {
    double[] one = variants(3, 1, 32, 0)[0];
    assertThat(Overfitting.probability(new double[][] {one, one, one})).isEqualTo(1);
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> Overfitting.probability(new double[1][16]))
        .hasMessage("variants and periods must be >= 2 and >= 16: 1, 16");
    assertThatThrownBy(() -> Overfitting.probability(new double[2][15]))
        .hasMessage("variants and periods must be >= 2 and >= 16: 2, 15");
  }
}
