package io.minhos.domain.safeguards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minhos.domain.control.Alert;
import io.minhos.domain.control.Command;
import io.minhos.domain.control.CommandTimeline;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import java.time.Instant;
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
  private final List<AccuracyReport> reports = new ArrayList<>();
  private CommandTimeline commands = CommandTimeline.empty();
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
    commands = commands.plus(enable);
    step(true, false);
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

  @Test
  void whatAPersonDisablesIsShownOpenAtOnceUntilItIsEnabled() {
    run(true, false, 10);
    reports.clear();
    command(ControlType.DISABLE, 0, 0);
    run(true, false, 3);
    // Both versions, the champion and the challenger, once.
    assertThat(reports)
        .extracting(AccuracyReport::version, AccuracyReport::breaker, AccuracyReport::time)
        .containsExactly(
            tuple(1, BreakerState.OPEN, 11 * MINUTE), tuple(2, BreakerState.OPEN, 11 * MINUTE));
    assertThat(reports.get(0).reason()).isEqualTo(BreakerReason.COMMAND);
    assertThat(reports.get(0).detail()).isEqualTo("commandId=c0 author=ann why=news of the day");
    assertThat(alerts)
        .extracting(Alert::detail)
        .containsOnly(
            "from=CLOSED to=OPEN reason=COMMAND commandId=c0 author=ann why=news of the day");
    // In force through the log: fusion hears nothing of it here.
    assertThat(state.releases().get("lstm/1").told().trades()).isTrue();
    reports.clear();
    alerts.clear();
    // That of one version ends no DISABLE of all.
    command(ControlType.ENABLE, 1, 0);
    run(true, false, 3);
    assertThat(reports).isEmpty();
    command(ControlType.ENABLE, 0, 0);
    run(true, false, 3);
    assertThat(reports)
        .extracting(AccuracyReport::version, AccuracyReport::breaker, AccuracyReport::time)
        .containsExactly(
            tuple(1, BreakerState.CLOSED, 17 * MINUTE), tuple(2, BreakerState.CLOSED, 17 * MINUTE));
    assertThat(alerts)
        .extracting(Alert::detail)
        .containsOnly(
            "from=OPEN to=CLOSED reason=COMMAND commandId=c2 author=ann why=news of the day");
  }

  /** What the rules find meanwhile comes to light when the command has ended, and no sooner. */
  @Test
  void theEndOfACommandBringsBackWhatTheRulesHaveFound() {
    run(true, false, 10);
    command(ControlType.DISABLE, 0, 45);
    run(true, true, 45);
    assertThat(state.releases().get("lstm/2").shown().reason()).isEqualTo(BreakerReason.COMMAND);
    assertThat(state.releases().get("lstm/2").health().breaker().reason())
        .isEqualTo(BreakerReason.DEGENERATE);
    run(true, true, 1);
    assertThat(state.releases().get("lstm/1").shown().trades()).isTrue();
    assertThat(state.releases().get("lstm/2").shown().reason()).isEqualTo(BreakerReason.DEGENERATE);
    assertThat(alerts)
        .extracting(Alert::version, Alert::detail)
        .endsWith(
            tuple(
                1,
                "from=OPEN to=CLOSED reason=EXPIRED commandId=c0 author=ann why=news of the day"),
            tuple(
                2, "from=OPEN to=OPEN reason=EXPIRED commandId=c0 author=ann why=news of the day"));
    // And an ENABLE closes that too.
    command(ControlType.ENABLE, 2, 0);
    run(true, false, 1);
    assertThat(state.releases().get("lstm/2").shown().trades()).isTrue();
  }

  /** As a monitor does while a limit is passed: shown with what it said last, told once. */
  @Test
  void aDisableThatIsSaidAgainIsNotToldAgain() {
    run(true, false, 5);
    command(ControlType.DISABLE, 1, 20);
    run(true, false, 10);
    reports.clear();
    command(ControlType.DISABLE, 1, 20);
    run(true, false, 20);
    assertThat(reports).extracting(AccuracyReport::version).containsExactly(1);
    assertThat(reports.get(0).detail()).startsWith("commandId=c1 ");
    run(true, false, 2);
    assertThat(alerts)
        .filteredOn(alert -> alert.code().equals(Safeguards.BREAKER))
        .extracting(Alert::detail)
        .containsExactly(
            "from=CLOSED to=OPEN reason=COMMAND commandId=c0 author=ann why=news of the day",
            "from=OPEN to=CLOSED reason=EXPIRED commandId=c1 author=ann why=news of the day");
  }

  @Test
  void aDisableOfASymbolLeavesTheBreakerAlone() {
    run(true, false, 10);
    reports.clear();
    commands =
        commands.plus(
            Command.of(
                ControlEntry.of("s", ControlType.DISABLE, "ann", "news")
                    .about(null, "A")
                    .naming("lstm", 0),
                bars * MINUTE,
                0));
    run(true, false, 10);
    assertThat(reports).isEmpty();
    assertThat(alerts).isEmpty();
  }

  private void command(ControlType type, int version, long minutes) {
    long from = bars * MINUTE + 1;
    ControlEntry entry =
        ControlEntry.of("c" + commands.commands().size(), type, "ann", "news of the day")
            .naming("lstm", version)
            .between(null, minutes == 0 ? null : Instant.ofEpochMilli(from + minutes * MINUTE));
    commands = commands.plus(Command.of(entry, from, commands.commands().size()));
  }

  private int promotedOver() {
    return state.releases().get("lstm/2").promotedOver();
  }

  private void run(boolean challenges, boolean constant, int count) {
    for (int i = 0; i < count; i++) {
      step(challenges, constant);
    }
  }

  /** One bar: both answer, and their answers to the bar before are scored. */
  private void step(boolean challenges, boolean constant) {
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
    reports.addAll(step.reports());
  }

  private static ScoredAnswer score(int version, long time, double value, double outcome) {
    return new ScoredAnswer("lstm", version, "A", time - MINUTE, time, value, 0.5, outcome);
  }
}
