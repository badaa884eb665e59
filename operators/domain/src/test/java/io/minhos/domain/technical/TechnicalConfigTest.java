package io.minhos.domain.technical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TechnicalConfigTest {

  /** The defaults with one number replaced, by position. */
  private static TechnicalConfig with(int position, double value) {
    double[] v = {30, 70, 25, 5, 1, 0.1, 2, 20, 5, 0.5, 2};
    v[position] = value;
    return new TechnicalConfig(
        v[0], v[1], v[2], (int) v[3], v[4], v[5], v[6], (int) v[7], (int) v[8], v[9], v[10]);
  }

  static Stream<Arguments> outOfBounds() {
    return Stream.of(
        Arguments.of(0, 80.0, "rsiOversold must be in (0, 50): 80.0"),
        Arguments.of(0, 50.0, "rsiOversold must be in (0, 50): 50.0"),
        Arguments.of(1, 50.0, "rsiOverbought must be in (50, 100): 50.0"),
        Arguments.of(2, Double.NaN, "trendingAdx must be in (0, 100): NaN"),
        Arguments.of(3, 0.0, "trendBars must be in [1, 20]: 0"),
        Arguments.of(4, 0.0, "trendAtr must be > 0: 0.0"),
        Arguments.of(5, 1.0, "dojiBody must be in (0, 1): 1.0"),
        Arguments.of(6, 0.5, "shadowToBody must be >= 1: 0.5"),
        Arguments.of(7, 41.0, "breakoutBars must be in [2, 40]: 41"),
        Arguments.of(8, 1.0, "doubleSeparation must be in [2, 30]: 1"),
        Arguments.of(9, -1.0, "doubleTolerance must be > 0: -1.0"),
        Arguments.of(10, Double.POSITIVE_INFINITY, "doubleDepth must be > 0: Infinity"));
  }

  @ParameterizedTest
  @MethodSource("outOfBounds")
  void statesTheBound(int position, double value, String message) {
    assertThatThrownBy(() -> with(position, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void defaultsAreTheAuthors() {
    assertThat(TechnicalConfig.defaults()).isEqualTo(with(0, 30));
  }
}
