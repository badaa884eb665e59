package io.minhos.domain.safeguards;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.Alert;
import io.minhos.domain.control.Command;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A challenger, version 2, that is always right beside a champion that is right every other time.
 */
class SafeguardsTest {

  private static final long MINUTE = 60_000;
  private static final ModelRelease CHAMPION = new ModelRelease("lstm", 1, "none:1", "00");
  private static final ModelRelease CHALLENGER = new ModelRelease("lstm", 2, "none:2", "00");
  private static final Safeguards SAFEGUARDS = new Safeguards(SafeguardConfig.defaults(), 1);

  private final List<Alert> alerts = new ArrayList<>();
  private SafeguardState state = SafeguardState.initial();
  private long bars;

  @Test
  void aChallengerThatFailedHasToProveItselfAnew() {
    run(true, false, 200);
    assertThat(promotedOver()).isEqualTo(1);
    run(true, true, 40);
    assertThat(state.releases().get("lstm/2").health().breaker().trades()).isFalse();
    assertThat(promotedOver()).isZero();
    alerts.clear();
    Command enable =
        Command.of(
            ControlEntry.of("e", ControlType.ENABLE, "ann", "mended").naming("lstm", 2),
            bars * MINUTE + 1,
            0);
    step(true, false, List.of(enable));
    assertThat(state.releases().get("lstm/2").health().breaker().trades()).isTrue();
    run(true, false, 5);
    assertThat(promotedOver()).isZero();
    run(true, false, 200);
    assertThat(promotedOver()).isEqualTo(1);
    assertThat(alerts).extracting(Alert::code).contains(Safeguards.CHALLENGER_PROMOTED);
  }

  @Test
  void whatItProvedEndsWithTheChallenge() {
    run(true, false, 200);
    assertThat(promotedOver()).isEqualTo(1);
    run(false, false, 1);
    assertThat(promotedOver()).isZero();
    run(true, false, 5);
    assertThat(promotedOver()).isZero();
  }

  private int promotedOver() {
    return state.releases().get("lstm/2").promotedOver();
  }

  private void run(boolean challenges, boolean constant, int count) {
    for (int i = 0; i < count; i++) {
      step(challenges, constant, List.of());
    }
  }

  /** One bar: both answer, and their answers to the bar before are scored. */
  private void step(boolean challenges, boolean constant, List<Command> commands) {
    bars++;
    long time = bars * MINUTE;
    double market = bars % 3 == 0 ? -0.01 : 0.01;
    double right = Math.signum(market) * (0.2 + bars % 7 * 0.05);
    SafeguardStep step =
        SAFEGUARDS.step(
            state,
            time,
            List.of(
                new BarAnswers(
                    "A",
                    time,
                    List.of(
                        Prediction.of(CHAMPION, bars % 2 == 0 ? right : -right, 0.05),
                        Prediction.of(CHALLENGER, constant ? 0.5 : right, 0.05)),
                    List.of(
                        score(1, time, bars % 2 == 0 ? right : -right, market),
                        score(2, time, right, market)),
                    challenges ? List.of(new Duel("lstm", 1, 2)) : List.of())),
            (model, version) -> ReleaseProfile.unknown(),
            commands);
    state = step.state();
    alerts.addAll(step.alerts());
  }

  private static ScoredAnswer score(int version, long time, double value, double outcome) {
    return new ScoredAnswer("lstm", version, "A", time - MINUTE, time, value, 0.5, outcome);
  }
}
