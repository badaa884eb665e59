package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BinaryClassificationTest {

  /** By hand: 0.9 +, 0.5 + and − tied, 0.1 −. */
  @Test
  void tiesAreOneThreshold() {
    BinaryClassification measures =
        BinaryClassification.of(
            ScoreCounts.of(
                new double[] {0.5, 0.1, 0.9, 0.5}, new boolean[] {true, false, true, false}));
    assertThat(measures.areaUnderROC()).isEqualTo(0.875);
    assertThat(measures.areaUnderPR()).isEqualTo(0.5 + 0.5 * (1 + 2 / 3.0) / 2, within(1e-15));
    assertThat(measures.ks()).isEqualTo(0.5);
    assertThat(measures.areaUnderLorenz())
        .isEqualTo(0.25 * 0.25 + 0.5 * 0.75 + 0.25, within(1e-15));
  }

  /** The area under the ROC curve is the chance that a positive scores higher, ties half. */
  @Test
  void areaUnderRocCountsPairs() {
    SplittableRandom random = new SplittableRandom(5);
    double[] scores = random.doubles(200).map(x -> Math.rint(20 * x)).toArray();
    double[] weights = random.doubles(200).toArray();
    boolean[] positive = new boolean[200];
    for (int i = 0; i < 200; i++) {
      positive[i] = random.nextDouble() * 20 < scores[i];
    }
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < 200; i++) {
      for (int j = 0; j < 200; j++) {
        if (positive[i] && !positive[j]) {
          double weight = weights[i] * weights[j];
          pairs += weight;
          won += weight * (1 + Math.signum(scores[i] - scores[j])) / 2;
        }
      }
    }
    BinaryClassification measures =
        BinaryClassification.of(ScoreCounts.of(scores, positive, weights));
    assertThat(measures.areaUnderROC()).isEqualTo(won / pairs, within(1e-13));
  }

  @Test
  void weightsCountRowsAndRowsOfNoWeightDoNot() {
    double[] scores = {3, 2, 2, 1, 0.5};
    boolean[] positive = {true, false, true, false, true};
    BinaryClassification weighted =
        BinaryClassification.of(ScoreCounts.of(scores, positive, new double[] {2, 1, 1, 1, 0}));
    BinaryClassification repeated =
        BinaryClassification.of(
            ScoreCounts.of(
                new double[] {3, 3, 2, 2, 1}, new boolean[] {true, true, false, true, false}));
    assertThat(weighted).isEqualTo(repeated);
  }

  @Test
  void zerosOfEitherSignTie() {
    ScoreCounts counts =
        ScoreCounts.of(new double[] {-0.0, 0.0, -0.0}, new boolean[] {true, false, false});
    assertThat(counts.scores()).hasSize(1);
    assertThat(BinaryClassification.of(counts).areaUnderROC()).isEqualTo(0.5);
  }

  @Test
  void oneSideAloneHasNoAnswer() {
    boolean[] all = new boolean[3];
    Arrays.fill(all, true);
    BinaryClassification measures =
        BinaryClassification.of(ScoreCounts.of(new double[] {1, 2, 3}, all));
    assertThat(measures.areaUnderROC()).isNaN();
    assertThat(measures.ks()).isNaN();
    assertThat(BinaryClassification.of(ScoreCounts.empty()).areaUnderPR()).isNaN();
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> ScoreCounts.of(new double[] {Double.NaN}, new boolean[] {true}))
        .hasMessage("score must be a number: NaN");
    assertThatThrownBy(
            () -> ScoreCounts.of(new double[] {1}, new boolean[] {true}, new double[] {-1}))
        .hasMessage("weight must be >= 0: -1.0");
  }
}
