package io.minhos.retraining.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.engines.ensemble.StackWeights;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetaLearnerTest {

  private static final int ROWS = 500;

  private final Random random = new Random(11);
  private final double[][] bases = new double[ROWS][3];
  private final double[] labels = new double[ROWS];

  private void fill(double correlation) {
    for (double[] row : bases) {
      double common = random.nextGaussian();
      for (int i = 0; i < 3; i++) {
        row[i] = correlation * common + (1 - correlation) * random.nextGaussian();
      }
    }
  }

  private StackWeights fit() {
    return MetaLearner.fit(bases, labels, ROWS);
  }

  @Test
  void findsWhatMadeTheLabels() {
    fill(0.5);
    for (int i = 0; i < ROWS; i++) {
      labels[i] = 0.1 + 0.5 * bases[i][0] + 0.2 * bases[i][1] + 1.5 * bases[i][2];
    }
    assertThat(fit().intercept()).isCloseTo(0.1, within(1e-12));
    assertThat(fit().weights()).usingComparatorWithPrecision(1e-12).containsExactly(0.5, 0.2, 1.5);
  }

  @Test
  void aBaseThatIsWorseThanNothingGetsNothing() {
    fill(0.5);
    for (int i = 0; i < ROWS; i++) {
      labels[i] = bases[i][0] - 0.5 * bases[i][1];
    }
    StackWeights weights = fit();
    assertThat(weights.weights()[1]).isZero();
    assertBest(weights);
  }

  /** Least squares would give about ±30 here. */
  @Test
  void collinearBasesAreNotPlayedOffAgainstEachOther() {
    fill(0.999);
    for (int i = 0; i < ROWS; i++) {
      labels[i] = 0.1 * bases[i][0] + random.nextGaussian();
    }
    StackWeights weights = fit();
    for (double weight : weights.weights()) {
      assertThat(weight).isBetween(0.0, 0.5);
    }
    assertBest(weights);
  }

  @Test
  void equalBasesCountOnce() {
    fill(1);
    for (int i = 0; i < ROWS; i++) {
      labels[i] = 0.5 * bases[i][0];
    }
    assertThat(fit().weights()).usingComparatorWithPrecision(1e-12).containsExactly(0.5, 0.0, 0.0);
  }

  @Test
  void constantBasesGetNoWeight() {
    for (int i = 0; i < ROWS; i++) {
      labels[i] = 0.25;
      bases[i] = new double[] {1, 2, 3};
    }
    assertThat(fit().weights()).containsExactly(0, 0, 0);
    assertThat(fit().intercept()).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void fewRowsDecideNothing() {
    fill(0.5);
    StackWeights weights = MetaLearner.fit(bases, labels, MetaLearner.MIN_ROWS - 1);
    assertThat(weights.weights()).containsExactly(1 / 3.0, 1 / 3.0, 1 / 3.0);
    assertThat(weights.intercept()).isZero();
  }

  /** No step in any direction that keeps to the constraint does better. */
  private void assertBest(StackWeights weights) {
    double best = squares(weights);
    for (int trial = 0; trial < 2_000; trial++) {
      double[] other = weights.weights().clone();
      for (int i = 0; i < 3; i++) {
        other[i] = Math.max(0, other[i] + 0.01 * random.nextGaussian());
      }
      double intercept = weights.intercept() + 0.01 * random.nextGaussian();
      assertThat(squares(new StackWeights(intercept, other))).isGreaterThanOrEqualTo(best - 1e-9);
    }
  }

  private double squares(StackWeights weights) {
    double sum = 0;
    for (int i = 0; i < ROWS; i++) {
      double answer = weights.intercept();
      for (int j = 0; j < 3; j++) {
        answer += weights.weights()[j] * bases[i][j];
      }
      sum += (labels[i] - answer) * (labels[i] - answer);
    }
    return sum;
  }
}
