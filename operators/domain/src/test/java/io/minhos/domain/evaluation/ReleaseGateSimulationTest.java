package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How often the gate is wrong. Seeds are fixed: these are figures, not chances. */
class ReleaseGateSimulationTest {

  private static final ReleaseGate GATE = new ReleaseGate(GateConfig.of(1));
  private static final int RUNS = 400;
  private static final int TIMES = 1_600;

  /** At 1 % four of 400 are expected; nine or more come up once in 50 times. */
  @ParameterizedTest
  @CsvSource({"1, 0.5", "5, 0.9", "20, 0.98"})
  void noiseIsReleasedOnceInAHundred(int horizon, double persistence) {
    int noise = count(RUNS, horizon, TIMES, market -> market.noise(persistence));
    int momentum = count(RUNS, horizon, TIMES, GateSimulation::momentum);
    assertThat(noise).isLessThanOrEqualTo(RUNS / 50);
    assertThat(momentum).isLessThanOrEqualTo(RUNS / 50);
  }

  @ParameterizedTest
  @CsvSource({"1, 3000", "5, 5000", "20, 12000"})
  void aPlantedEdgeIsReleased(int horizon, int times) {
    assertThat(count(20, horizon, times, market -> market.planted(0.58, 0.5))).isEqualTo(20);
  }

  /**
   * A search of 50 variants over each of 100 markets without a signal: the best of them passes in
   * many if the search is forgotten, and hardly ever if it is remembered. Trained once more by
   * itself as if there had been no search, it would pass too often: so {@link Trials} remembers the
   * 50.
   */
  @Test
  void aSearchInNoiseIsRefusedIfItIsRemembered() {
    int forgotten = 0;
    int remembered = 0;
    int alone = 0;
    for (int seed = 0; seed < 100; seed++) {
      GateSimulation market = new GateSimulation(1, 400, seed);
      Verdict best = null;
      List<GateRow> bestRows = null;
      for (int variant = 0; variant < 50; variant++) {
        List<GateRow> rows = market.noise(0.5);
        Verdict verdict = GATE.judge("lstm", rows, Trials.unremembered(1), true);
        if (best == null || verdict.accuracy() > best.accuracy()) {
          best = verdict;
          bestRows = rows;
        }
      }
      forgotten += best.released() ? 1 : 0;
      remembered += GATE.judge("lstm", bestRows, new Trials(1, 1, 50, 50), true).released() ? 1 : 0;
      alone += GATE.judge("lstm", bestRows, new Trials(1, 2, 1, 51), true).released() ? 1 : 0;
    }
    assertThat(forgotten).isGreaterThan(10);
    assertThat(remembered).isLessThanOrEqualTo(3);
    assertThat(alone).isGreaterThan(3);
  }

  /**
   * Windows that roll on: each has 40 blocks of its own beside 120 that the one before has seen,
   * and shares history with three before it.
   */
  @Test
  void retrainingsOnRollingNoiseAreRefused() {
    int forgotten = 0;
    int remembered = 0;
    for (int seed = 0; seed < 60; seed++) {
      List<GateRow> rows = new GateSimulation(1, 3_200 + 19 * 800, seed).noise(0.5);
      boolean passedForgotten = false;
      boolean passed = false;
      for (int k = 1; k <= 20; k++) {
        int from = (k - 1) * 800;
        List<GateRow> window = rows.subList(4 * from, 4 * (from + 3_200));
        passedForgotten |= GATE.judge("lstm", window, Trials.unremembered(1), true).released();
        passed |=
            GATE.judge("lstm", window, new Trials(1, Math.min(k, 4), 1, Math.min(k, 4)), true)
                .released();
      }
      forgotten += passedForgotten ? 1 : 0;
      remembered += passed ? 1 : 0;
    }
    assertThat(forgotten).isGreaterThan(2);
    assertThat(remembered).isLessThanOrEqualTo(2);
  }

  /** At a planted accuracy of 0.58, 3,000 bars of four symbols, what 50 variants cost. */
  @Test
  void aPlantedEdgeIsReleasedAfterASearchToo() {
    int released = 0;
    for (int seed = 0; seed < 50; seed++) {
      List<GateRow> rows = new GateSimulation(1, 3_000, seed).planted(0.58, 0.5);
      released += GATE.judge("lstm", rows, new Trials(2, 4, 50, 200), true).released() ? 1 : 0;
    }
    assertThat(released).isGreaterThanOrEqualTo(45);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void theLinearModelStandsInWhereItIsBetter(int horizon) {
    for (int seed = 0; seed < 5; seed++) {
      List<GateRow> rows = new GateSimulation(horizon, 6_000, seed).planted(0.5, 0.6);
      Verdict verdict =
          new ReleaseGate(GateConfig.of(horizon))
              .judge("ensemble", rows, Trials.unremembered(2), true);
      assertThat(verdict.linear()).isTrue();
      assertThat(verdict.released()).isTrue();
      assertThat(verdict.accuracy())
          .isEqualTo(verdict.baselines().get("linear"))
          .isGreaterThan(0.58);
    }
  }

  /** Its skill is told, and it is refused all the same. */
  @Test
  void whatTheLinearModelBeatsAndCannotReplaceIsToldByItsOwnAnswers() {
    for (int seed = 0; seed < 5; seed++) {
      List<GateRow> rows = new GateSimulation(1, 6_000, seed).planted(0.56, 0.62);
      Verdict alone =
          GATE.judge(
              "lstm",
              rows.stream().map(GateRow::withoutLinear).toList(),
              Trials.unremembered(2),
              false);
      assertThat(alone.released()).isTrue();
      Verdict verdict = GATE.judge("lstm", rows, Trials.unremembered(2), false);
      assertThat(verdict.released()).isFalse();
      assertThat(verdict.linear()).isFalse();
      assertThat(verdict.accuracy()).isEqualTo(alone.accuracy()).isBetween(0.54, 0.58);
      assertThat(verdict.baselines().get("linear")).isGreaterThan(0.6);
      assertThat(verdict.edge()).isEqualTo(alone.edge());
      assertThat(verdict.reasons()).first().asString().startsWith("LINEAR_CANNOT_STAND_IN: ");
      assertThat(verdict.reasons().subList(1, verdict.reasons().size())).isEqualTo(alone.reasons());
    }
  }

  /** The interval of 95 % holds the true accuracy in about 95 of 100 runs. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20})
  void theIntervalOfAccuracyHoldsTheTruth(int horizon) {
    int held = 0;
    for (int seed = 0; seed < 200; seed++) {
      List<GateRow> rows = new GateSimulation(horizon, TIMES, seed).planted(0.55, 0.5);
      Verdict verdict =
          new ReleaseGate(GateConfig.of(horizon)).judge("lstm", rows, Trials.unremembered(1), true);
      held += verdict.accuracyLow() <= 0.55 && 0.55 <= verdict.accuracyHigh() ? 1 : 0;
    }
    assertThat(held).isBetween(180, 199);
  }

  private static int count(
      int runs, int horizon, int times, Function<GateSimulation, List<GateRow>> calls) {
    ReleaseGate gate = new ReleaseGate(GateConfig.of(horizon));
    int released = 0;
    for (int seed = 0; seed < runs; seed++) {
      List<GateRow> rows = calls.apply(new GateSimulation(horizon, times, seed));
      released += gate.judge("lstm", rows, Trials.unremembered(1), true).released() ? 1 : 0;
    }
    return released;
  }
}
