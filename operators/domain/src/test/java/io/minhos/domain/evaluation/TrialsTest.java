package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrialsTest {

  @Test
  void leavesEachItsPart() {
    assertThat(Trials.unremembered(2).level(0.01)).isEqualTo(0.005);
    assertThat(new Trials(1, 1, 1, 1).level(0.01)).isEqualTo(0.01 / 2);
    assertThat(new Trials(2, 3, 50, 60).level(0.01)).isEqualTo(0.01 / 12 / 100, within(1e-18));
  }

  /** Σ 1/(k(k + 1)) = 1 − 1/(n + 1). */
  @Test
  void allRetrainingsTogetherHaveTheLevel() {
    double spent = 0;
    for (int k = 1; k <= 1_000; k++) {
      spent += new Trials(1, k, 1, k).level(0.01);
    }
    assertThat(spent).isEqualTo(0.01 * (1 - 1 / 1001.0), within(1e-12)).isLessThan(0.01);
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> new Trials(1, -1, 1, 1)).hasMessage("retraining must be >= 0: -1");
    assertThatThrownBy(() -> new Trials(1, 1, 0, 1)).hasMessage("variants must be >= 1: 0");
    assertThatThrownBy(() -> new Trials(1, 1, 2, 1)).hasMessage("tried must be >= variants: 1");
  }
}
