package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConfidenceCalibrationTest {

  private static final double[] AT = {0, 0.1, 1 / 3.0, 0.7, 0.95, 1};

  /** n answers whose confidences are spread evenly, more of them right where it is higher. */
  private static ConfidenceCalibration golden(int n) {
    double[] confidence = new double[n];
    boolean[] right = new boolean[n];
    for (long i = 0; i < n; i++) {
      confidence[(int) i] = (i * 7_919 % n + 0.5) / n;
      right[(int) i] = i * 104_729 % 1000 < 500 + 400 * confidence[(int) i];
    }
    return ConfidenceCalibration.fit(confidence, right);
  }

  /**
   * In NumPy 2.4.6 and scikit-learn 1.9.1, m and y the means of blocks of 100 by rising confidence:
   * {@code np.interp(q, m, np.clip(2*IsotonicRegression().fit(m, y).predict(m) - 1, 0, 1))}.
   */
  @Test
  void isIsotonicOverBlocks() {
    assertThat(Arrays.stream(AT).map(golden(2000)::apply).toArray())
        .containsExactly(
            new double[] {0, 0.01, 0.3533333333333333, 0.52, 0.86, 0.94}, within(1e-12));
  }

  /** {@code np.clip(2*_SigmoidCalibration().fit(c, right).predict(q) - 1, 0, 1)} of the same. */
  @Test
  void isPlattsOfFewAnswers() {
    assertThat(Arrays.stream(AT).map(golden(500)::apply).toArray())
        .containsExactly(
            new double[] {
              0,
              0.0332804637329569,
              0.28215310033506524,
              0.6001926085451204,
              0.7480500856872807,
              0.7712987604342851
            },
            within(1e-3));
  }

  @Test
  void isNoneOfHardlyAny() {
    ConfidenceCalibration none = golden(ConfidenceCalibration.MIN_ROWS - 1);
    assertThat(none).isSameAs(ConfidenceCalibration.none());
    for (double c : new double[] {0, 0.1 + 0.2, 1 / 3.0, 1}) {
      assertThat(none.apply(c)).isEqualTo(c);
    }
  }

  /** Confidence that means the contrary, or nothing, is that of the part that was right. */
  @Test
  void whatFallsIsLevel() {
    Random random = new Random(1);
    for (int n : new int[] {500, 50_000}) {
      double[] confidence = random.doubles(n).toArray();
      boolean[] right = new boolean[n];
      int rights = 0;
      for (int i = 0; i < n; i++) {
        right[i] = random.nextDouble() < 0.9 - 0.3 * confidence[i];
        rights += right[i] ? 1 : 0;
      }
      ConfidenceCalibration fit = ConfidenceCalibration.fit(confidence, right);
      double level = 2.0 * rights / n - 1;
      assertThat(fit.apply(0)).isCloseTo(level, within(n == 500 ? 0.01 : 0.1));
      assertThat(fit.apply(0.5)).isCloseTo(level, within(0.01));
      assertThat(fit.apply(1)).isCloseTo(level, within(n == 500 ? 0.01 : 0.1));
    }
  }

  /**
   * A model that is far too sure, out of sample: raw confidence r is right with the chance ½ +
   * r²/4, and says ½ + r/2. In expectation the raw error is mean r/2 − r²/4 = 1/4 − 1/12 = 1/6.
   */
  @Test
  void errsLessOutOfSampleThanRawConfidence() {
    for (int n : new int[] {300, 3_000, 30_000}) {
      for (int seed = 0; seed < 5; seed++) {
        Random random = new Random(seed);
        ConfidenceCalibration fit = planted(random, n);
        double[] raw = new double[20_000];
        double[] calibrated = new double[raw.length];
        boolean[] right = new boolean[raw.length];
        for (int i = 0; i < raw.length; i++) {
          double r = random.nextDouble();
          right[i] = random.nextDouble() < 0.5 + r * r / 4;
          raw[i] = 0.5 + r / 2;
          calibrated[i] = 0.5 + fit.apply(r) / 2;
        }
        double before = Reliability.of(raw, right, 10).expectedCalibrationError();
        double after = Reliability.of(calibrated, right, 10).expectedCalibrationError();
        assertThat(before).isCloseTo(1 / 6.0, within(0.02));
        assertThat(after).as("of " + n).isLessThan(n < 1000 ? before / 2 : before / 4);
        assertThat(Reliability.of(calibrated, right, 10).brier())
            .isLessThan(Reliability.of(raw, right, 10).brier());
      }
    }
  }

  private static ConfidenceCalibration planted(Random random, int n) {
    double[] confidence = new double[n];
    boolean[] right = new boolean[n];
    for (int i = 0; i < n; i++) {
      confidence[i] = random.nextDouble();
      right[i] = random.nextDouble() < 0.5 + confidence[i] * confidence[i] / 4;
    }
    return ConfidenceCalibration.fit(confidence, right);
  }

  @Property(tries = 200)
  void neverFallsAndStaysInItsBounds(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 3000) int n) {
    Random random = new Random(seed);
    double[] confidence = random.doubles(n).map(c -> Math.round(c * 40) / 40.0).toArray();
    boolean[] right = new boolean[n];
    for (int i = 0; i < n; i++) {
      right[i] = random.nextDouble() < 0.5 + confidence[i] / 4;
    }
    ConfidenceCalibration fit = ConfidenceCalibration.fit(confidence, right);
    double before = 0;
    for (double c = 0; c <= 1; c += 1 / 128.0) {
      double calibrated = fit.apply(c);
      assertThat(calibrated).isBetween(before, 1.0);
      before = calibrated;
    }
  }

  /** Rows in any order, as parallel readers bring them. */
  @Property(tries = 50)
  void theOrderOfRowsDoesNotMatter(@ForAll long seed) {
    Random random = new Random(seed);
    int n = 1500;
    double[] confidence = random.doubles(n).map(c -> Math.round(c * 500) / 500.0).toArray();
    boolean[] right = new boolean[n];
    double[] reversed = new double[n];
    boolean[] rightReversed = new boolean[n];
    for (int i = 0; i < n; i++) {
      right[i] = random.nextBoolean();
      reversed[n - 1 - i] = confidence[i];
      rightReversed[n - 1 - i] = right[i];
    }
    IsotonicCalibration one = ConfidenceCalibration.fit(confidence, right).curve();
    IsotonicCalibration other = ConfidenceCalibration.fit(reversed, rightReversed).curve();
    assertThat(other.scores()).isEqualTo(one.scores());
    assertThat(other.values()).isEqualTo(one.values());
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(
            () ->
                new ConfidenceCalibration(
                    new IsotonicCalibration(new double[] {0, 1}, new double[] {-0.1, 1})))
        .hasMessage("confidences must be in [0, 1]: -0.1 to 1.0");
  }
}
