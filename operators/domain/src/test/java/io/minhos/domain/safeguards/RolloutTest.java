package io.minhos.domain.safeguards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutTest {

  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final RolloutConfig CONFIG =
      new RolloutConfig(RolloutConfig.defaults().stages(), 1, true, 0.5, 0, 3, 0.45, 1);

  private static TrackedAccuracy figures(double accuracy, double low, double meanPnl) {
    return new TrackedAccuracy(100, accuracy, low, 0.25, meanPnl, List.of(), List.of(), 0, 0);
  }

  private static final TrackedAccuracy GOOD = figures(0.6, 0.52, 1e-4);
  private static final TrackedAccuracy FAIR = figures(0.5, 0.45, 1e-4);
  private static final TrackedAccuracy BAD = figures(0.4, 0.3, -1e-4);
  private static final TrackedAccuracy UNKNOWN = figures(Double.NaN, Double.NaN, Double.NaN);

  private record Run(Rollout rollout, List<RolloutTransition> transitions) {}

  /** Hour by hour. */
  private static Run run(Rollout rollout, long from, long to, TrackedAccuracy figures) {
    Rollout current = rollout;
    List<RolloutTransition> transitions = new ArrayList<>();
    for (long time = from; time <= to; time += HOUR) {
      current = current.watched(time, figures, CONFIG);
      Optional<RolloutTransition> due = current.due(time, figures, CONFIG);
      if (due.isPresent()) {
        transitions.add(due.get());
        current = current.after(due.get());
      }
    }
    return new Run(current, transitions);
  }

  private static List<List<Double>> moves(Run run) {
    return run.transitions().stream()
        .map(t -> List.of((double) t.time() / HOUR, t.from(), t.to()))
        .toList();
  }

  @Test
  void goesUpByStagesWhileTheFiguresHold() {
    Run run = run(Rollout.initial("m", 2, 0, 0), 0, 12 * DAY, GOOD);
    // Each stage is earned anew, from the hour after the last change.
    assertThat(moves(run))
        .containsExactly(
            List.of(72.0, 0.0, 0.25), List.of(145.0, 0.25, 0.5), List.of(218.0, 0.5, 1.0));
    assertThat(run.transitions().get(0))
        .isEqualTo(
            new RolloutTransition(
                "m",
                2,
                3 * DAY,
                0,
                0.25,
                RolloutReason.EARNED,
                "accuracy=0.6000 accuracyLow=0.5200 meanPnl=0.000100 calls=100"));
  }

  @Test
  void beginsAnewWhenTheFiguresBreak() {
    Rollout rollout = run(Rollout.initial("m", 2, 0, 0), 0, 2 * DAY, GOOD).rollout();
    for (TrackedAccuracy broken :
        List.of(FAIR, UNKNOWN, figures(0.6, 0.52, -1e-9), figures(0.6, 0.49, 1e-4))) {
      Rollout after = rollout.watched(2 * DAY + HOUR, broken, CONFIG);
      assertThat(after.due(2 * DAY + HOUR, broken, CONFIG)).isEmpty();
      assertThat(moves(run(after, 2 * DAY + 2 * HOUR, 6 * DAY, GOOD)))
          .containsExactly(List.of(122.0, 0.0, 0.25));
    }
  }

  @Test
  void fallsStageByStageWithAPause() {
    Run run = run(Rollout.initial("m", 2, 1, 0), HOUR, 9 * DAY, BAD);
    assertThat(moves(run))
        .containsExactly(
            List.of(24.0, 1.0, 0.5), List.of(48.0, 0.5, 0.25), List.of(72.0, 0.25, 0.0));
    assertThat(run.transitions()).allMatch(t -> t.reason() == RolloutReason.ACCURACY);
    assertThat(run(Rollout.initial("m", 2, 1, 0), HOUR, 9 * DAY, UNKNOWN).transitions()).isEmpty();
    assertThat(run(Rollout.initial("m", 2, 1, 0), HOUR, 9 * DAY, FAIR).transitions()).isEmpty();
  }

  @Test
  void goesOnBetweenTheStages() {
    Rollout between = Rollout.initial("m", 2, 0.4, 5);
    assertThat(moves(run(between, HOUR, 4 * DAY, GOOD))).containsExactly(List.of(73.0, 0.4, 0.5));
    assertThat(moves(run(between, HOUR, 2 * DAY, BAD)).get(0).get(2)).isEqualTo(0.25);
    assertThatThrownBy(() -> Rollout.initial("m", 2, 1.5, 0))
        .hasMessage("share must be in [0, 1]: 1.5");
  }

  @Test
  void leavesItToCommandsWhereRulesAreOff() {
    RolloutConfig manual = new RolloutConfig(List.of(0.0, 1.0), 1, false, 0.5, 0, 3, 0.45, 1);
    Rollout rollout = Rollout.initial("m", 2, 0.5, 0);
    for (TrackedAccuracy figures : List.of(GOOD, BAD)) {
      Rollout watched = rollout.watched(0, figures, manual).watched(9 * DAY, figures, manual);
      assertThat(watched.due(9 * DAY, figures, manual)).isEmpty();
    }
  }
}
