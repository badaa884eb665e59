package io.minhos.domain.safeguards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SafeguardConfigTest {

  private static final double NAN = Double.NaN;

  private static void refused(ThrowingCallable made, String message) {
    assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void hasDefaults() {
    SafeguardConfig config = SafeguardConfig.defaults();
    assertThat(config.accuracy().threshold()).isEqualTo(100);
    assertThat(config.promotion().threshold()).isEqualTo(20);
    assertThat(DriftConfig.defaults().bound()).isEqualTo(0.25);
    assertThat(config.rollout().stages()).containsExactly(0.0, 0.25, 0.5, 1.0);
  }

  @Test
  void statesTheBoundsOfTheAccuracyTest() {
    refused(
        () -> new AccuracyTestConfig(1, 10, 7, 0.1, 0.5),
        "safeguards.accuracy.threshold must be in [2, 1e9]: 1.0");
    refused(
        () -> new AccuracyTestConfig(NAN, 10, 7, 0.1, 0.5),
        "safeguards.accuracy.threshold must be in [2, 1e9]: NaN");
    refused(
        () -> new AccuracyTestConfig(100, 0, 7, 0.1, 0.5),
        "safeguards.accuracy.minCalls must be >= 1: 0");
    refused(
        () -> new AccuracyTestConfig(100, 10, 0, 0.1, 0.5),
        "safeguards.accuracy.restartDays must be in [1, 365]: 0");
    refused(
        () -> new AccuracyTestConfig(100, 10, 7, 1, 0.5),
        "safeguards.accuracy.reserve must be in [0, 1): 1.0");
    refused(
        () -> new AccuracyTestConfig(100, 10, 7, 0.1, 0.4),
        "safeguards.accuracy.minHealthy must be in (0.4, 1): 0.4");
  }

  @Test
  void takesAHealthyAccuracyThatCanBeTested() {
    AccuracyTestConfig config = AccuracyTestConfig.defaults();
    assertThat(config.healthy(0.54)).isEqualTo(0.54);
    assertThat(config.healthy(0.3)).isEqualTo(0.5);
    assertThat(config.healthy(NAN)).isEqualTo(0.5);
    assertThat(config.healthy(1)).isEqualTo(0.95);
    assertThat(new AccuracyTestConfig(100, 10, 7, 0.1, 0.97).healthy(0.96)).isEqualTo(0.97);
  }

  @Test
  void statesTheBoundsOfAnswers() {
    refused(
        () -> new DegeneracyConfig(1, 6, 30, 6, 0, 1), "safeguards.answers.calls must be >= 2: 1");
    refused(
        () -> new DegeneracyConfig(30, 0, 30, 6, 0, 1), "safeguards.answers.bars must be >= 1: 0");
    refused(
        () -> new DegeneracyConfig(30, 6, 1, 6, 0, 1),
        "safeguards.answers.oneSidedCalls must be >= 2: 1");
    refused(
        () -> new DegeneracyConfig(30, 6, 30, 0, 0, 1),
        "safeguards.answers.oneSidedBars must be >= 1: 0");
    refused(
        () -> new DegeneracyConfig(30, 6, 30, 6, -1, 1),
        "safeguards.answers.tolerance must be in [0, 1]: -1.0");
    refused(
        () -> new DegeneracyConfig(30, 6, 30, 6, 0, 0),
        "safeguards.answers.saturatedConfidence must be in (0, 1]: 0.0");
  }

  @Test
  void statesTheBoundsOfDriftAndTracking() {
    refused(() -> new DriftConfig(0, 500, 7, 0.5), "safeguards.drift.bound must be > 0: 0.0");
    refused(() -> new DriftConfig(0.25, 0, 7, 0.5), "safeguards.drift.minSamples must be >= 1: 0");
    refused(
        () -> new DriftConfig(0.25, 500, 0, 0.5),
        "safeguards.drift.windowDays must be in (0, 36500]: 0.0");
    refused(
        () -> new DriftConfig(0.25, 500, 7, 0), "safeguards.drift.features must be in (0, 1]: 0.0");
    refused(
        () -> new TrackingConfig(0, 30, 0.4),
        "safeguards.tracking.windowDays must be in [1, 365]: 0");
    refused(() -> new TrackingConfig(7, 0, 0.4), "safeguards.tracking.minCalls must be >= 1: 0");
  }

  @Test
  void statesTheBoundsOfBreakersAndPromotion() {
    refused(
        () -> new BreakerConfig(0, 168, 60, 0.5),
        "safeguards.breaker.coolDownHours must be in (0, 876000]: 0.0");
    refused(
        () -> new BreakerConfig(4, 3, 60, 0.5),
        "safeguards.breaker.maxCoolDownHours must be in [coolDownHours, 876000]: 3.0");
    refused(
        () -> new BreakerConfig(4, 168, 0, 0.5),
        "safeguards.breaker.probationCalls must be >= 1: 0");
    refused(
        () -> new BreakerConfig(4, 168, 60, 1.5),
        "safeguards.breaker.probationAccuracy must be in [0, 1]: 1.5");
    refused(
        () -> new PromotionConfig(null, 20),
        "safeguards.promotion.criterion must be ACCURACY or PNL: null");
    refused(
        () -> new PromotionConfig(Criterion.PNL, 1),
        "safeguards.promotion.threshold must be in [2, 1e9]: 1.0");
  }

  @Test
  void statesTheBoundsOfRollouts() {
    List<Double> stages = List.of(0.0, 1.0);
    for (List<Double> wrong :
        List.of(List.of(0.0), List.of(0.1, 1.0), List.of(0.0, 0.5, 0.5, 1.0), List.of(0.0, 0.9))) {
      refused(
          () -> new RolloutConfig(wrong, 1, true, 0.5, 0, 3, 0.45, 1),
          "safeguards.rollout.stages must be ascending from 0 to 1: " + wrong);
    }
    refused(
        () -> new RolloutConfig(stages, 1, true, 2, 0, 3, 0.45, 1),
        "safeguards.rollout.minAccuracyLow must be in [0, 1]: 2.0");
    refused(
        () -> new RolloutConfig(stages, 1, true, 0.5, NAN, 3, 0.45, 1),
        "safeguards.rollout.minMeanPnl must be finite: NaN");
    refused(
        () -> new RolloutConfig(stages, 1, true, 0.5, 0, 0, 0.45, 1),
        "safeguards.rollout.holdDays must be in (0, 36500]: 0.0");
    refused(
        () -> new RolloutConfig(stages, 1, true, 0.5, 0, 3, -1, 1),
        "safeguards.rollout.fallAccuracy must be in [0, 1]: -1.0");
    refused(
        () -> new RolloutConfig(stages, 1, true, 0.5, 0, 3, 0.45, 0),
        "safeguards.rollout.pauseDays must be in (0, 36500]: 0.0");
  }
}
