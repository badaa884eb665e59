package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTTest {

  /** Fisher and Yates' table: degrees, one-sided tail, t to three decimals. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.05, 6.314", "1, 0.01, 31.821", "2, 0.025, 4.303", "5, 0.005, 4.032",
    "10, 0.01, 2.764", "10, 0.025, 2.228", "20, 0.01, 2.528", "30, 0.01, 2.457",
    "60, 0.005, 2.660", "120, 0.01, 2.358", "1e7, 0.01, 2.326", "1e7, 0.025, 1.960"
  })
  void criticalValuesAreThoseOfTheTable(double degrees, double tail, double t) {
    assertThat(StudentT.critical(tail, degrees)).isEqualTo(t, within(5.1e-4));
  }

  /** Abramowitz and Stegun 26.7.3 and 26.7.4: finite sums for whole degrees of freedom. */
  @Test
  void equalsTheFiniteSums() {
    for (int degrees : new int[] {1, 2, 3, 4, 5, 9, 10, 31, 100, 319, 1_000}) {
      for (double t : new double[] {0, 1e-6, 0.1, 0.7, 1, 1.7, 2.3, 3, 5}) {
        double expected = (1 + finiteSum(t, degrees)) / 2;
        assertThat(StudentT.cdf(t, degrees))
            .as("t %s, degrees %s", t, degrees)
            .isEqualTo(expected, within(1e-12));
        assertThat(StudentT.cdf(-t, degrees)).isEqualTo(1 - expected, within(1e-12));
      }
    }
  }

  private static double finiteSum(double t, int degrees) {
    double angle = Math.atan(t / Math.sqrt(degrees));
    double square = Math.cos(angle) * Math.cos(angle);
    boolean odd = degrees % 2 == 1;
    double sum = 0;
    double term = odd ? Math.cos(angle) : 1;
    for (int i = odd ? 3 : 2; i <= degrees; i += 2) {
      sum += term;
      term *= square * (i - 1) / i;
    }
    return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  }

  /** P(T > t) = ½ − atan(t)/π of Cauchy's distribution, ~1/(πt). */
  @Test
  void farTailsKeepTheirDigits() {
    assertThat(StudentT.upperTail(1e8, 1)).isCloseTo(1 / (Math.PI * 1e8), withinPercentage(1e-10));
    // Of 2 degrees: (1 − t/√(2 + t²))/2 ~ 1/(2t²).
    assertThat(StudentT.upperTail(1e6, 2)).isCloseTo(0.5e-12, withinPercentage(1e-8));
    assertThat(StudentT.upperTail(Double.POSITIVE_INFINITY, 7)).isZero();
  }

  @Test
  void criticalTurnsTheTailAround() {
    for (double degrees : new double[] {1, 3.5, 24, 319}) {
      for (double tail : new double[] {1e-9, 0.005, 0.01, 0.4, 0.5, 0.9}) {
        assertThat(StudentT.upperTail(StudentT.critical(tail, degrees), degrees))
            .isCloseTo(tail, withinPercentage(1e-9));
      }
    }
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> StudentT.upperTail(1, 0)).hasMessage("degrees must be > 0: 0.0");
    assertThatThrownBy(() -> StudentT.critical(1, 5)).hasMessage("tail must be in (0, 1): 1.0");
  }
}
