package io.minhos.flink.safeguards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.minhos.domain.control.CommandTimeline;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.InputDistribution;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.safeguards.BarAnswers;
import io.minhos.domain.safeguards.DriftConfig;
import io.minhos.domain.safeguards.Duel;
import io.minhos.domain.safeguards.InputDrift;
import io.minhos.domain.safeguards.ReleaseProfile;
import io.minhos.domain.safeguards.SafeguardConfig;
import io.minhos.domain.safeguards.SafeguardState;
import io.minhos.domain.safeguards.SafeguardStep;
import io.minhos.domain.safeguards.Safeguards;
import io.minhos.domain.safeguards.ScoredAnswer;
import io.minhos.domain.safeguards.SymbolAccuracy;
import io.minhos.domain.safeguards.TrackedAccuracy;
import io.minhos.flink.metrics.Shown;
import io.minhos.flink.metrics.TradingMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A champion that is wrong three times of four beside a challenger that is always right. */
class SafeguardGaugesTest {

  private static final long MINUTE = 60_000;
  private static final SafeguardConfig CONFIG = SafeguardConfig.defaults();
  private static final Safeguards SAFEGUARDS = new Safeguards(CONFIG, 1);

  private final Shown shown = new Shown();
  private final SafeguardGauges gauges = new SafeguardGauges(CONFIG, Set.of("A"), shown.group());
  private SafeguardState state = SafeguardState.initial();

  @Test
  void showsHowReleasesStandAndDid() {
    for (int bar = 1; bar <= 80; bar++) {
      gauges.show(step(bar * MINUTE, bar % 4 == 0, List.of(new Duel("lstm", 1, 2))));
    }
    // Reviewed at minute 60: 15 of 60 calls were right, of a confidence of 0.5 in the sixth bin.
    assertThat(of(TradingMetric.SCORED_CALLS, 1)).isEqualTo(60);
    assertThat(of(TradingMetric.ACCURACY, 1)).isEqualTo(0.25);
    assertThat(of(TradingMetric.ACCURACY, 2)).isEqualTo(1);
    assertThat(shown.value(TradingMetric.CALIBRATION, "lstm", "1", "0.775")).isEqualTo(0.25);
    assertThat(shown.value(TradingMetric.CALIBRATION, "lstm", "1", "0.525")).isNaN();
    // p = 0.75: a quarter of (1/4)² and three of (3/4)².
    assertThat(of(TradingMetric.BRIER_SCORE, 1)).isEqualTo(28 / 64.0, offset(1e-12));
    // The breaker is asked at each bar.
    assertThat(of(TradingMetric.BREAKER_STATE, 1)).isEqualTo(2);
    assertThat(of(TradingMetric.BREAKER_STATE, 2)).isZero();
    assertThat(of(TradingMetric.ROLLOUT_SHARE, 2)).isEqualTo(1);
    assertThat(shown.value(TradingMetric.CHALLENGE_EVIDENCE, "lstm", "1", "2")).isGreaterThan(20);
    assertThat(shown.value(TradingMetric.SAFEGUARD_LIMIT, "accuracy")).isEqualTo(0.4);
    assertThat(shown.value(TradingMetric.SAFEGUARD_LIMIT, "promotion")).isEqualTo(20);
    assertThat(shown.value(TradingMetric.SAFEGUARD_LIMIT, "drift")).isEqualTo(0.25);
    assertThat(shown.value(TradingMetric.SAFEGUARD_LIMIT, "driftedFeatures")).isEqualTo(0.6);
    // It does not say what it was trained on.
    assertThat(of(TradingMetric.HIGHEST_DRIFT, 1)).isNaN();
    assertThat(of(TradingMetric.DRIFTED_FEATURES, 1)).isNaN();
  }

  /** Of three features one is all in its lower half; the window is of seven hours. */
  @Test
  void showsHowFarInputsHaveDriftedOnceThatIsJudged() {
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < 8_000; i++) {
      rows.add(new double[] {i % 2, i / 2 % 2, i / 4 % 2});
    }
    InputDistribution trained = InputDistribution.of(rows, 2);
    SafeguardConfig config =
        new SafeguardConfig(
            true,
            CONFIG.accuracy(),
            CONFIG.answers(),
            new DriftConfig(0.25, 300, 7 / 24.0, 0.6),
            CONFIG.tracking(),
            CONFIG.breaker(),
            CONFIG.promotion(),
            CONFIG.rollout());
    Safeguards safeguards = new Safeguards(config, 1);
    SafeguardGauges drifting = new SafeguardGauges(config, Set.of(), shown.group());
    for (int bar = 1; bar <= 420; bar++) {
      String inputs = trained.digits(new double[] {0, bar % 2, bar / 2 % 2}, 0);
      Prediction asked =
          new Prediction(
              "lstm", 1, Status.OK, Direction.LONG, bar % 2 - 0.5, 0.5, 1, List.of(), null, inputs);
      SafeguardStep step =
          safeguards.step(
              state,
              bar * MINUTE,
              List.of(new BarAnswers("A", bar * MINUTE, List.of(asked), List.of(), List.of())),
              (model, version) -> new ReleaseProfile(0.5, 0, trained),
              CommandTimeline.empty());
      state = step.state();
      drifting.show(step);
      if (bar == 419) {
        assertThat(of(TradingMetric.HIGHEST_DRIFT, 1)).isNaN();
        assertThat(of(TradingMetric.DRIFTED_FEATURES, 1)).isNaN();
      }
    }
    InputDrift seen = state.releases().get("lstm/1").health().drift(420 * MINUTE, config.drift());
    assertThat(of(TradingMetric.HIGHEST_DRIFT, 1)).isEqualTo(seen.highest()).isGreaterThan(1);
    assertThat(of(TradingMetric.DRIFTED_FEATURES, 1)).isEqualTo(1 / 3.0);
  }

  /** The first step after a restore shows the figures that the last review had. */
  @Test
  void aRestoreHidesNoFigures() {
    for (int bar = 1; bar <= 80; bar++) {
      step(bar * MINUTE, bar % 4 == 0, List.of());
    }
    gauges.show(step(81 * MINUTE, true, List.of()));
    assertThat(of(TradingMetric.SCORED_CALLS, 1)).isEqualTo(81);
    assertThatThrownBy(() -> shown.value(TradingMetric.CHALLENGE_EVIDENCE, "lstm", "1", "2"))
        .hasMessage("No value present");
  }

  @Test
  void showsHowReleasesDidOnWatchedSymbolsAlone() {
    for (String symbol : List.of("A", "B")) {
      TrackedAccuracy figures =
          new TrackedAccuracy(12, 0.75, 0.5, 0.2, 0.001, List.of(), List.of(), 0, 0);
      gauges.show(
          SAFEGUARDS.step(
              state,
              MINUTE,
              List.of(
                  new BarAnswers(
                      symbol,
                      MINUTE,
                      List.of(answer(1, 0.5)),
                      List.of(),
                      List.of(),
                      List.of(new SymbolAccuracy("lstm", 1, figures)))),
              (model, version) -> ReleaseProfile.unknown(),
              CommandTimeline.empty()));
    }
    assertThat(shown.value(TradingMetric.SYMBOL_ACCURACY, "lstm", "1", "A")).isEqualTo(0.75);
    assertThat(shown.value(TradingMetric.SYMBOL_CALLS, "lstm", "1", "A")).isEqualTo(12);
    assertThatThrownBy(() -> shown.value(TradingMetric.SYMBOL_ACCURACY, "lstm", "1", "B"))
        .hasMessage("No value present");
  }

  private double of(TradingMetric metric, int version) {
    return shown.value(metric, "lstm", Integer.toString(version));
  }

  private SafeguardStep step(long time, boolean right, List<Duel> duels) {
    double way = time / MINUTE % 2 == 0 ? -0.5 : 0.5;
    double champion = right ? way : -way;
    SafeguardStep step =
        SAFEGUARDS.step(
            state,
            time,
            List.of(
                new BarAnswers(
                    "A",
                    time,
                    List.of(answer(1, champion), answer(2, way)),
                    List.of(score(1, time, champion, way), score(2, time, way, way)),
                    duels)),
            (model, version) -> ReleaseProfile.unknown(),
            CommandTimeline.empty());
    state = step.state();
    return step;
  }

  private static Prediction answer(int version, double value) {
    return Prediction.of(new ModelRelease("lstm", version, "none:", "00"), value, 0.05);
  }

  private static ScoredAnswer score(int version, long time, double value, double way) {
    return new ScoredAnswer(
        "lstm", version, "A", time - MINUTE, time, value, 0.5, Math.signum(way) * 0.01);
  }
}
