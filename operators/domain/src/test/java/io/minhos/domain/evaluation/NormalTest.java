package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {

  /** ½·erfc(−x/√2) of the C library. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.5",
    "0.5, 0.6914624612740131",
    "1, 0.8413447460685429",
    "1.96, 0.9750021048517795",
    "-3, 0.0013498980316300933",
    "-8, 6.220960574271785e-16",
    "-20, 2.7536241186062337e-89"
  })
  void equalsTheLibrary(double x, double expected) {
    assertThat(Normal.cdf(x)).isCloseTo(expected, withinPercentage(1e-9));
  }

  @Test
  void isSymmetricAndEndsAtNothing() {
    for (double x = 0; x < 40; x += 0.37) {
      assertThat(Normal.cdf(x) + Normal.cdf(-x)).isEqualTo(1, within(1e-15));
    }
    assertThat(Normal.cdf(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(Normal.cdf(Double.POSITIVE_INFINITY)).isEqualTo(1);
  }
}
