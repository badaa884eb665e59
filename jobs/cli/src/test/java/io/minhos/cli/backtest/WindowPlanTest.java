package io.minhos.cli.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.cli.backtest.WindowPlan.Window;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowPlanTest {

  @Test
  void aStepIsOneWhoseReleasesWouldStillAnswer() {
    WindowPlan plan = new WindowPlan(1_000, 1_500, 200, 100, 50);
    assertThat(plan.tradedFrom()).isEqualTo(1_250);
    assertThat(plan.windows())
        .containsExactly(
            window(1, 1_000, 1_200, 1_250),
            window(2, 1_100, 1_300, 1_350),
            window(3, 1_200, 1_400, 1_450));
    assertThat(new WindowPlan(1_000, 1_451, 200, 100, 50).windows()).hasSize(3);
    assertThat(new WindowPlan(1_000, 1_450, 200, 100, 50).windows()).hasSize(2);
    assertThat(new WindowPlan(1_000, 1_250, 200, 100, 50).windows()).isEmpty();
    assertThat(new WindowPlan(1_000, 1_250, 200, 100, 0).windows()).hasSize(1);
  }

  private static Window window(int step, long from, long until, long inForce) {
    return new Window(
        step,
        Instant.ofEpochMilli(from),
        Instant.ofEpochMilli(until),
        Instant.ofEpochMilli(inForce));
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> new WindowPlan(0, 1, 0, 1, 0))
        .hasMessage("trainWindow must be >= 1: 0");
    assertThatThrownBy(() -> new WindowPlan(0, 1, 1, 0, 0)).hasMessage("step must be >= 1: 0");
    assertThatThrownBy(() -> new WindowPlan(0, 1, 1, 1, -1))
        .hasMessage("readyAfter must be >= 0: -1");
  }
}
