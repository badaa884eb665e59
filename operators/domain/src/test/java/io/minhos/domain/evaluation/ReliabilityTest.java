package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.evaluation.Reliability.Bin;
import org.junit.jupiter.api.Test;

class ReliabilityTest {

  /**
   * scikit-learn 1.9.1: brier_score_loss, log_loss, calibration_curve(n_bins=4,
   * strategy="quantile"); the calibration error by NumPy from the curve.
   */
  @Test
  void equalsScikitLearn() {
    double[] predicted = {0.05, 0.9, 0.35, 0.62, 0.11, 0.48, 0.77, 0.23, 0.55, 0.81, 0.3, 0.68};
    boolean[] outcome = {
      false, true, true, true, false, false, true, false, true, false, false, true
    };
    Reliability reliability = Reliability.of(predicted, outcome, 4);
    assertThat(reliability.rows()).isEqualTo(12);
    assertThat(reliability.baseRate()).isEqualTo(0.5);
    assertThat(reliability.brier()).isEqualTo(0.1648916666666667, within(1e-15));
    assertThat(reliability.brierSkill()).isEqualTo(0.34043333333333325, within(1e-14));
    assertThat(reliability.logLoss()).isEqualTo(0.4982172649788728, within(1e-14));
    assertThat(reliability.expectedCalibrationError())
        .isEqualTo(0.17916666666666667, within(1e-15));
    double[] means = {0.13, 0.37666666666666665, 0.6166666666666667, 0.8266666666666667};
    double[] rates = {0, 1 / 3.0, 1, 2 / 3.0};
    assertThat(reliability.curve()).hasSize(4).allMatch(bin -> bin.count() == 3);
    assertThat(reliability.curve().stream().mapToDouble(Bin::predicted).toArray())
        .containsExactly(means, within(1e-15));
    assertThat(reliability.curve().stream().mapToDouble(Bin::observed).toArray())
        .containsExactly(rates, within(1e-15));
  }

  /** By hand: six rows in three bins; the tie of three begins in the first and stays there. */
  @Test
  void rowsOfEqualChanceStayTogether() {
    double[] predicted = {0.25, 0.5, 0.5, 0.5, 0.75, 1};
    boolean[] outcome = {false, true, false, false, true, true};
    Reliability reliability = Reliability.of(predicted, outcome, 3);
    assertThat(reliability.curve())
        .containsExactly(new Bin(1.75 / 4, 0.25, 4), new Bin(1.75 / 2, 1, 2));
    assertThat(reliability.expectedCalibrationError())
        .isEqualTo((4 * 0.1875 + 2 * 0.125) / 6, within(1e-15));
    double[] reversed = {1, 0.75, 0.5, 0.5, 0.5, 0.25};
    boolean[] outcomes = {true, true, false, false, true, false};
    assertThat(Reliability.of(reversed, outcomes, 3)).isEqualTo(reliability);
  }

  /** A certain answer that was wrong costs −ln 2⁻⁵²; outcomes without variance have no skill. */
  @Test
  void certaintyAndOneClass() {
    Reliability reliability = Reliability.of(new double[] {1, 1}, new boolean[] {false, false}, 10);
    assertThat(reliability.logLoss()).isEqualTo(52 * Math.log(2), within(1e-13));
    assertThat(reliability.brier()).isEqualTo(1);
    assertThat(reliability.brierSkill()).isNaN();
    assertThat(reliability.curve()).containsExactly(new Bin(1, 0, 2));
  }

  /** The base rate for everyone is calibrated and has no skill. */
  @Test
  void theBaseRateHasNoSkill() {
    Reliability reliability =
        Reliability.of(
            new double[] {0.25, 0.25, 0.25, 0.25}, new boolean[] {false, true, false, false}, 2);
    assertThat(reliability.brierSkill()).isZero();
    assertThat(reliability.expectedCalibrationError()).isZero();
  }

  @Test
  void refusesWhatIsNoChance() {
    assertThatThrownBy(() -> Reliability.of(new double[] {1.5}, new boolean[] {true}, 1))
        .hasMessage("predicted must be in [0, 1]: 1.5");
    assertThatThrownBy(() -> Reliability.of(new double[0], new boolean[0], 1))
        .hasMessage("rows must be > 0: 0.0");
    assertThatThrownBy(() -> Reliability.of(new double[] {1}, new boolean[] {true}, 0))
        .hasMessage("bins must be >= 1: 0");
  }
}
