package io.minhos.retraining.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** When a training stops, and how its rate falls: no network needed. */
class StoppingRulesTest {

  private static final double NONE = Double.POSITIVE_INFINITY;

  @Test
  void stopsAfterAsManyEpochsWithoutABetterLoss() {
    EarlyStopping stopping = EarlyStopping.from(3, NONE);
    for (double loss : new double[] {5, 4, 4, 4}) {
      stopping = stopping.plus(loss);
      assertThat(stopping.stops()).isFalse();
    }
    stopping = stopping.plus(4.5);
    assertThat(stopping.stops()).isTrue();
    assertThat(stopping.bestEpoch()).isEqualTo(2);
    assertThat(stopping.bestLoss()).isEqualTo(4);
  }

  @Test
  void aBetterLossStartsTheCountAnew() {
    EarlyStopping stopping = EarlyStopping.from(2, NONE).plus(5).plus(6);
    assertThat(stopping.improved()).isFalse();
    stopping = stopping.plus(4.999);
    assertThat(stopping.improved()).isTrue();
    assertThat(stopping.plus(5).stops()).isFalse();
    assertThat(stopping.plus(5).plus(5).stops()).isTrue();
  }

  @Test
  void whatTrainingBeganWithMayBeTheBest() {
    EarlyStopping stopping = EarlyStopping.from(2, 1).plus(1).plus(2);
    assertThat(stopping.stops()).isTrue();
    assertThat(stopping.bestEpoch()).isZero();
    assertThat(stopping.bestLoss()).isEqualTo(1);
  }

  @Test
  void aLossThatIsNoneIsNoBetter() {
    EarlyStopping stopping = EarlyStopping.from(2, NONE).plus(Double.NaN);
    assertThat(stopping.improved()).isFalse();
    assertThat(stopping.bestLoss()).isInfinite();
  }

  @Test
  void theRateFallsOnAPlateauAndNotBelowItsFloor() {
    // Patience 2, half, at least 0.3.
    PlateauRate plateau = new PlateauRate(2, 0.5, 0.3, 1, 0, NONE);
    double[] losses = {5, 4, 4, 4, 4, 4, 3, 3, 3, 3};
    double[] rates = new double[losses.length];
    for (int i = 0; i < losses.length; i++) {
      rates[i] = plateau.rate();
      plateau = plateau.plus(losses[i]);
    }
    // 4 after 4 twice: halved. Twice more: to the floor. A better loss starts the count anew.
    assertThat(rates).containsExactly(1, 1, 1, 1, 0.5, 0.5, 0.3, 0.3, 0.3, 0.3);
    assertThat(plateau.rate()).isEqualTo(0.3);
  }

  @Test
  void aSteadyFallKeepsTheRate() {
    double[] rates = new double[20];
    PlateauRate plateau = new PlateauRate(1, 0.5, 1e-9, 1, 0, NONE);
    for (int i = 0; i < rates.length; i++) {
      plateau = plateau.plus(20 - i);
      rates[i] = plateau.rate();
    }
    assertThat(Arrays.stream(rates).distinct()).containsExactly(1.0);
  }
}
