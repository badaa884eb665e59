package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Golden numbers are scikit-learn 1.9.1's on the same rows, unless they are said to be by hand. */
class CalibrationTest {

  private static final double[] SCORES = {
    0.3, 0.1, 0.5, 0.5, 0.2, 0.9, 0.7, 0.4, 0.8, 0.5, 0.6, 0.1
  };
  private static final boolean[] OUTCOMES = {
    true, false, false, true, false, true, true, false, false, true, true, true
  };

  @Test
  void isotonicKeepsScikitLearnsBreakPoints() {
    IsotonicCalibration fit = IsotonicCalibration.fit(SCORES, OUTCOMES);
    assertThat(fit.scores()).containsExactly(0.1, 0.2, 0.3, 0.4, 0.5, 0.8, 0.9);
    assertThat(fit.values())
        .containsExactly(
            new double[] {1 / 3.0, 1 / 3.0, 0.5, 0.5, 2 / 3.0, 2 / 3.0, 1}, within(1e-15));
    double[] at = {0, 0.1, 0.25, 0.45, 0.55, 0.75, 0.9, 2};
    double[] expected = {
      1 / 3.0, 1 / 3.0, 0.41666666666666663, 0.5833333333333333, 2 / 3.0, 2 / 3.0, 1, 1
    };
    assertThat(Arrays.stream(at).map(fit::apply).toArray())
        .containsExactly(expected, within(1e-15));
  }

  /** A row of weight 0 is no row: it keeps no break point. */
  @Test
  void isotonicWeighs() {
    double[] weights = {1, 2, 1, 3, 1, 1, 2, 0.5, 1, 1, 0, 1};
    IsotonicCalibration fit = IsotonicCalibration.fit(SCORES, OUTCOMES, weights);
    assertThat(fit.scores()).containsExactly(0.1, 0.2, 0.3, 0.4, 0.5, 0.8, 0.9);
    assertThat(fit.values())
        .containsExactly(new double[] {0.25, 0.25, 2 / 3.0, 2 / 3.0, 0.75, 0.75, 1}, within(1e-15));
  }

  @Test
  void clampedIsotonicKeepsScikitLearnsBreakPoints() {
    IsotonicCalibration fit = IsotonicCalibration.fit(SCORES, OUTCOMES).clamped(0.4, 0.6);
    assertThat(fit.scores()).containsExactly(0.1, 0.2, 0.3, 0.4, 0.5, 0.9);
    assertThat(fit.values())
        .containsExactly(new double[] {0.4, 0.4, 0.5, 0.5, 0.6, 0.6}, within(1e-15));
  }

  /**
   * The optimum by NumPy's Newton iterations in the scores' own unit; scikit-learn's
   * _SigmoidCalibration says −1.3948569, 0.3266550 and −0.9081843, 2.2704609 with L-BFGS's
   * tolerance.
   */
  @Test
  void plattSmoothsTheTargets() {
    PlattCalibration fit = PlattCalibration.fit(SCORES, OUTCOMES);
    assertThat(fit.a()).isEqualTo(-1.3948579371471985, within(1e-10));
    assertThat(fit.b()).isEqualTo(0.32665532099568884, within(1e-10));
    PlattCalibration separable =
        PlattCalibration.fit(new double[] {1, 2, 3, 4}, new boolean[] {false, false, true, true});
    assertThat(separable.a()).isEqualTo(-0.908184262560095, within(1e-10));
    assertThat(separable.b()).isEqualTo(2.2704606564002376, within(1e-10));
    assertThat(separable.apply(2.5)).isEqualTo(0.5, within(1e-10));
  }

  /** By hand: (N₊ + 1)/(N₊ + 2) for three wins. */
  @Test
  void plattOfOneClassIsFinite() {
    PlattCalibration fit =
        PlattCalibration.fit(new double[] {1, 2, 3}, new boolean[] {true, true, true});
    assertThat(fit.apply(-5)).isEqualTo(0.8, within(1e-10));
    assertThat(fit.apply(5)).isEqualTo(0.8, within(1e-10));
    PlattCalibration constant =
        PlattCalibration.fit(new double[] {7, 7}, new boolean[] {true, false});
    assertThat(constant.a()).isZero();
    assertThat(constant.apply(7)).isEqualTo(0.5, within(1e-15));
  }

  @Property(tries = 100)
  void plattTakesScoresOfAnyUnit(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] scores = random.doubles(50).toArray();
    boolean[] outcomes = new boolean[50];
    for (int i = 0; i < 50; i++) {
      outcomes[i] = random.nextDouble() < scores[i];
    }
    double[] moved = Arrays.stream(scores).map(s -> 1000 + 1e-4 * s).toArray();
    PlattCalibration plain = PlattCalibration.fit(scores, outcomes);
    PlattCalibration other = PlattCalibration.fit(moved, outcomes);
    for (int i = 0; i < 50; i++) {
      assertThat(other.apply(moved[i])).isEqualTo(plain.apply(scores[i]), within(1e-7));
    }
  }

  @Property(tries = 200)
  void isotonicNeverFallsAndKeepsTheMean(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] scores = new double[rows];
    boolean[] outcomes = new boolean[rows];
    double wins = 0;
    for (int i = 0; i < rows; i++) {
      scores[i] = Math.rint(random.nextGaussian() * 20);
      outcomes[i] = random.nextBoolean();
      wins += outcomes[i] ? 1 : 0;
    }
    IsotonicCalibration fit = IsotonicCalibration.fit(scores, outcomes);
    double[] rising = random.doubles(300, -80, 80).sorted().toArray();
    double before = 0;
    for (double score : rising) {
      double value = fit.apply(score);
      assertThat(value).isBetween(before, 1.0);
      before = value;
    }
    assertThat(Arrays.stream(scores).map(fit::apply).sum()).isEqualTo(wins, within(1e-10));
  }

  @Test
  void refusesWhatIsNoFit() {
    assertThatThrownBy(() -> IsotonicCalibration.fit(new double[0], new boolean[0]))
        .hasMessage("break points must be > 0: 0");
    assertThatThrownBy(() -> PlattCalibration.fit(new double[0], new boolean[0]))
        .hasMessage("rows must be > 0: 0");
    assertThatThrownBy(() -> new IsotonicCalibration(new double[] {1, 1}, new double[] {0, 1}))
        .hasMessage("scores and values must ascend: at 1");
    IsotonicCalibration fit = IsotonicCalibration.fit(SCORES, OUTCOMES);
    assertThatThrownBy(() -> fit.apply(Double.NaN)).hasMessage("score must be a number: NaN");
    assertThatThrownBy(() -> fit.clamped(0.6, 0.4)).hasMessage("low must be <= high: 0.6, 0.4");
  }

  /**
   * The score is a noisy, distorted view of the true chance; fitted on 5,000 trades, calibrated on
   * 20,000 others. The raw score, read as a chance, is far off.
   */
  @Test
  void calibratesTradesThatItHasNotSeen() {
    for (int seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Simulated fitted = Simulated.trades(random, 5_000);
      Simulated tested = Simulated.trades(random, 20_000);
      IsotonicCalibration isotonic = IsotonicCalibration.fit(fitted.scores, fitted.outcomes);
      Reliability calibrated =
          Reliability.of(
              Arrays.stream(tested.scores).map(isotonic::apply).toArray(), tested.outcomes, 10);
      assertThat(calibrated.expectedCalibrationError()).as("seed %d", seed).isLessThan(0.03);
      assertThat(calibrated.brierSkill()).as("seed %d", seed).isGreaterThan(0.01);
      Reliability raw = Reliability.of(tested.scores, tested.outcomes, 10);
      assertThat(raw.expectedCalibrationError()).as("seed %d", seed).isGreaterThan(0.06);
      PlattCalibration platt = PlattCalibration.fit(fitted.scores, fitted.outcomes);
      Reliability sigmoid =
          Reliability.of(
              Arrays.stream(tested.scores).map(platt::apply).toArray(), tested.outcomes, 10);
      assertThat(sigmoid.expectedCalibrationError())
          .as("seed %d", seed)
          .isLessThan(raw.expectedCalibrationError());
    }
  }

  /** Trades whose chance is about even, as a market's are, and an overconfident score of it. */
  private record Simulated(double[] scores, boolean[] outcomes) {

    static Simulated trades(SplittableRandom random, int count) {
      double[] scores = new double[count];
      boolean[] outcomes = new boolean[count];
      for (int i = 0; i < count; i++) {
        double chance = 0.25 + 0.5 * random.nextDouble();
        double noisy = 8 * (chance - 0.5) + 0.5 * random.nextGaussian();
        scores[i] = 1 / (1 + Math.exp(-noisy));
        outcomes[i] = random.nextDouble() < chance;
      }
      return new Simulated(scores, outcomes);
    }
  }
}
