package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class KellyTest {

  /** By hand; the even-money bets are Kelly's 2p − 1. */
  @Test
  void isTheFractionOfTheTextbook() {
    assertThat(Kelly.fullFraction(0.6, 1)).isEqualTo(0.2, within(1e-15));
    assertThat(Kelly.fullFraction(0.53, 1)).isEqualTo(0.06, within(1e-15));
    assertThat(Kelly.fullFraction(0.5, 2)).isEqualTo(0.25, within(1e-15));
    assertThat(Kelly.fullFraction(0.4, 3)).isEqualTo(0.2, within(1e-15));
    assertThat(Kelly.fullFraction(1, 0.5)).isEqualTo(1);
    assertThat(Kelly.fraction(0.6, 1, 0.25, 0.2)).isEqualTo(0.05, within(1e-15));
    assertThat(Kelly.fraction(0.6, 1, 0.5, 0.05)).isEqualTo(0.05);
  }

  /** It maximises the expected logarithm of wealth, p·ln(1 + b·f) + q·ln(1 − f). */
  @Property
  void noOtherFractionGrowsFaster(
      @ForAll @DoubleRange(min = 0.1, max = 0.9) double p,
      @ForAll @DoubleRange(min = 0.1, max = 5) double b,
      @ForAll @DoubleRange(min = 0, max = 0.99) double other) {
    assertThat(growth(p, b, Kelly.fullFraction(p, b)))
        .isGreaterThanOrEqualTo(growth(p, b, other) - 1e-12);
  }

  private static double growth(double p, double b, double fraction) {
    return p * Math.log1p(b * fraction) + (1 - p) * Math.log1p(-fraction);
  }

  @Property
  void staysWithinTheCap(
      @ForAll @DoubleRange(min = 0, max = 1) double p,
      @ForAll double b,
      @ForAll @DoubleRange(min = 0.01, max = 1) double kellyFraction,
      @ForAll @DoubleRange(min = 0.01, max = 1) double cap) {
    assertThat(Kelly.fraction(p, b, kellyFraction, cap)).isBetween(0.0, cap);
    assertThat(Kelly.fullFraction(p, b)).isBetween(0.0, 1.0);
  }

  @Property
  void betsNothingWithoutAnEdge(
      @ForAll @DoubleRange(min = 0, max = 1) double p,
      @ForAll @DoubleRange(min = 0, max = 1) double part) {
    double b = part * (1 - p) / Math.max(p, 1e-9);
    assertThat(Kelly.fullFraction(p, b)).isLessThan(1e-12);
    if (b * p <= 1 - p) {
      assertThat(Kelly.fullFraction(p, b)).isZero();
    }
  }

  @Property
  void neverFallsInEither(
      @ForAll @DoubleRange(min = 0, max = 1) double p,
      @ForAll @DoubleRange(min = 0, max = 1) double otherP,
      @ForAll @DoubleRange(min = 0, max = 10) double b,
      @ForAll @DoubleRange(min = 0, max = 10) double otherB) {
    assertThat(Kelly.fullFraction(Math.max(p, otherP), b))
        .isGreaterThanOrEqualTo(Kelly.fullFraction(Math.min(p, otherP), b));
    assertThat(Kelly.fullFraction(p, Math.max(b, otherB)))
        .isGreaterThanOrEqualTo(Kelly.fullFraction(p, Math.min(b, otherB)));
  }

  @Test
  void edges() {
    for (double b : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE}) {
      assertThat(Kelly.fullFraction(0.9, b)).as("b = %s", b).isZero();
    }
    for (double p : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> Kelly.fullFraction(p, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("p must be in [0, 1]: " + p);
    }
    assertThatThrownBy(() -> Kelly.fraction(0.5, 1, 3, 0.1))
        .hasMessage("kellyFraction must be in (0, 1]: 3.0");
    assertThatThrownBy(() -> Kelly.fraction(0.5, 1, 0.5, 0))
        .hasMessage("cap must be in (0, 1]: 0.0");
  }
}
