package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ReleaseGateTest {

  private static final ReleaseGate GATE = new ReleaseGate(GateConfig.of(1));

  private static List<GateRow> rows(
      int times,
      IntToDoubleFunction value,
      IntToDoubleFunction linear,
      IntToDoubleFunction realised,
      IntToDoubleFunction last) {
    List<GateRow> rows = new ArrayList<>();
    for (int t = 0; t < times; t++) {
      rows.add(
          new GateRow(
              t,
              "A",
              value.applyAsDouble(t),
              linear.applyAsDouble(t),
              realised.applyAsDouble(t),
              last.applyAsDouble(t)));
    }
    return rows;
  }

  private static double coin(int t) {
    return new SplittableRandom(t).nextDouble() - 0.5;
  }

  /** By hand: 40 bars in two blocks, called right 16 and 20 times of 20. */
  @Test
  void figuresAreThoseDoneByHand() {
    GateConfig config = new GateConfig(1, 20, 2, 0.01, 0.95, 0);
    IntToDoubleFunction outcome = t -> t % 2 == 0 ? 1 : -1;
    List<GateRow> rows =
        rows(
            40,
            t -> (t < 4 ? -1 : 1) * outcome.applyAsDouble(t),
            t -> Double.NaN,
            outcome,
            t -> t % 4 < 2 ? 1 : -1);
    Verdict verdict = new ReleaseGate(config).judge("lstm", rows, Trials.unremembered(1), true);
    assertThat(verdict.samples()).isEqualTo(40);
    assertThat(verdict.accuracy()).isEqualTo(0.9);
    // c − p·m = −2 and 2; se = √(2/1·8)/40 = 0.1; t(0.975, 1) = 12.706: beyond 0 and 1.
    assertThat(verdict.accuracyLow()).isZero();
    assertThat(verdict.accuracyHigh()).isEqualTo(1);
    assertThat(verdict.baselines())
        .containsExactly(
            Map.entry("lastDirection", 0.5),
            Map.entry("majority", 0.5),
            Map.entry("oppositeOfLast", 0.5));
    // Block means 0.6 and 1: t = 0.8/0.2 = 4; P(T > 4) of 1 degree = ½ − atan(4)/π = 0.078.
    assertThat(verdict.released()).isFalse();
    assertThat(verdict.reasons())
        .containsExactly(
            "NO_SKILL: t=4.000 critical=31.821 pValue=0.0780 blocks=2 blockBars=20 level=0.01"
                + " candidates=1 retraining=0 variants=1",
            // Of ±1 a call: 0.6 and 1; 0.8 ± 12.706·0.2.
            "NO_EDGE_AFTER_COSTS: bps=8000.000 low=-17412.409 high=33412.409 costsBps=0.000",
            // SR = 0.8/0.2; γ₃ = 0, γ₄ = 1: Φ(4), and 1 + (1.645/4)².
            "TRACK_RECORD: sharpe=4.0000 probability=1.0000 deflated=1.0000 tried=1 blocks=2"
                + " minBlocks=1");
  }

  /** 100 outcomes of ±10 bp, called right always, at 4 bp in and out: 6 bp each. */
  @Test
  void tellsWhatCallsBringAfterCosts() {
    GateConfig config = new GateConfig(1, 20, 2, 0.01, 0.95, 4e-4);
    IntToDoubleFunction outcome = t -> t % 2 == 0 ? 1e-3 : -1e-3;
    IntToDoubleFunction seldom = t -> t < 10 ? -outcome.applyAsDouble(t) : outcome.applyAsDouble(t);
    Verdict always =
        new ReleaseGate(config)
            .judge(
                "x",
                rows(100, outcome, t -> Double.NaN, outcome, t -> 1),
                new Trials(1, 1, 9, 9),
                true);
    assertThat(always.edge().mean()).isEqualTo(6e-4, within(1e-16));
    assertThat(always.edge().blocks()).hasSize(5);
    Verdict mostly =
        new ReleaseGate(config)
            .judge(
                "x",
                rows(100, seldom, t -> Double.NaN, outcome, t -> 1),
                new Trials(1, 1, 9, 9),
                true);
    // Block means −4, 6, 6, 6, 6 bp: 4 ± 2.776·2.
    assertThat(mostly.edge().mean()).isEqualTo(4e-4, within(1e-16));
    assertThat(mostly.edge().low()).isEqualTo(4e-4 - 2.7764451051977987 * 2e-4, within(1e-15));
    assertThat(mostly.reasons())
        .anyMatch(r -> r.startsWith("NO_EDGE_AFTER_COSTS: bps=4.000 low=-1.553 high=9.553"))
        .anyMatch(
            r -> r.matches("TRACK_RECORD: sharpe=1.0000 probability=0\\..* tried=9 blocks=5 .*"));
    assertThat(mostly.figures()).containsEntry("edge", mostly.edge().mean());
  }

  /** 100 outcomes of 0, 10, 0, −10 bp…, called right where there is right or wrong: 5 bp less 4. */
  @Test
  void whoTradesACallPaysForItWhereThePriceStaysToo() {
    GateConfig config = new GateConfig(1, 20, 2, 0.01, 0.95, 4e-4);
    IntToDoubleFunction outcome = t -> t % 2 == 0 ? 0 : t % 4 == 1 ? 1e-3 : -1e-3;
    IntToDoubleFunction call = t -> t % 4 < 2 ? 1 : -1;
    Verdict verdict =
        new ReleaseGate(config)
            .judge(
                "x",
                rows(100, call, t -> Double.NaN, outcome, t -> 1),
                new Trials(1, 1, 1, 1),
                true);
    assertThat(verdict.accuracy()).isOne();
    assertThat(verdict.samples()).isEqualTo(50);
    assertThat(verdict.edge().mean()).isEqualTo(1e-4, within(1e-16));
    assertThat(verdict.edge().blocks()).hasSize(5);
    // A model without a call pays nothing.
    Verdict silent =
        new ReleaseGate(config)
            .judge(
                "x",
                rows(100, t -> 0, t -> Double.NaN, outcome, t -> 1),
                new Trials(1, 1, 1, 1),
                true);
    assertThat(silent.edge().mean()).isZero();
  }

  @Test
  void theIntervalIsThatOfClusters() {
    GateConfig config = new GateConfig(1, 1, 2, 0.01, 0.95, 0);
    assertThat(config.blockBars()).isEqualTo(4);
    List<GateRow> rows = rows(100, t -> t % 10 == 0 ? -1 : 1, t -> Double.NaN, t -> 1, t -> 1);
    Verdict verdict = new ReleaseGate(config).judge("x", rows, Trials.unremembered(1), true);
    assertThat(verdict.accuracy()).isEqualTo(0.9);
    // 25 blocks of 4 bars: 10 hold one error, 15 none.
    double squares = 10 * 0.6 * 0.6 + 15 * 0.4 * 0.4;
    double error = Math.sqrt(squares * 25 / 24) / 100;
    double reach = 2.0638985616280205 * error;
    assertThat(verdict.accuracyLow()).isEqualTo(0.9 - reach, within(1e-12));
    assertThat(verdict.accuracyHigh()).isEqualTo(0.9 + reach, within(1e-12));
  }

  @Test
  void aDriftIsNoSkill() {
    // Up four times of five, and a model that always says up.
    Verdict verdict =
        GATE.judge(
            "x",
            rows(4_000, t -> 1, t -> Double.NaN, t -> coin(t) + 0.3, t -> 1),
            Trials.unremembered(1),
            true);
    assertThat(verdict.accuracy()).isGreaterThan(0.75);
    assertThat(verdict.released()).isFalse();
    assertThat(verdict.reasons().get(0)).startsWith("NO_SKILL: t=0.000 ");
    assertThat(verdict.reasons()).anyMatch(r -> r.matches("NOT_ABOVE_BASELINE: .* majority=0.*"));
  }

  @Test
  void betterThanTheLastDirectionAndItsOppositeItMustBe() {
    IntToDoubleFunction outcome = ReleaseGateTest::coin;
    IntToDoubleFunction candidate = t -> t % 3 == 0 ? -coin(t) : coin(t);
    IntToDoubleFunction better = t -> t % 4 == 0 ? -coin(t) : coin(t);
    Verdict last =
        GATE.judge(
            "x",
            rows(2_000, candidate, t -> Double.NaN, outcome, better),
            Trials.unremembered(1),
            true);
    assertThat(last.released()).isFalse();
    assertThat(last.reasons())
        .hasSize(4)
        .satisfies(
            reasons -> {
              assertThat(reasons.get(0)).startsWith("SKILL: ");
              assertThat(reasons.get(1))
                  .isEqualTo("NOT_ABOVE_BASELINE: accuracy=0.6665 lastDirection=0.7500");
            });
    Verdict opposite =
        GATE.judge(
            "x",
            rows(2_000, candidate, t -> Double.NaN, outcome, t -> -better.applyAsDouble(t)),
            Trials.unremembered(1),
            true);
    assertThat(opposite.reasons().get(1))
        .isEqualTo("NOT_ABOVE_BASELINE: accuracy=0.6665 oppositeOfLast=0.7500");
    Verdict none =
        GATE.judge(
            "x",
            rows(2_000, better, t -> Double.NaN, outcome, candidate),
            Trials.unremembered(1),
            true);
    assertThat(none.released()).isTrue();
    assertThat(none.reasons()).noneMatch(reason -> reason.startsWith("NOT_ABOVE_BASELINE"));
  }

  @Test
  void moreCandidatesNeedMoreEvidence() {
    double[] chances = new SplittableRandom(2).doubles(1_000).toArray();
    List<GateRow> rows =
        rows(
            1_000,
            t -> chances[t] < 0.55 ? coin(t) : -coin(t),
            t -> Double.NaN,
            ReleaseGateTest::coin,
            t -> t % 2 == 0 ? 1 : -1);
    Verdict alone = GATE.judge("x", rows, Trials.unremembered(1), true);
    Verdict oneOfMany = GATE.judge("x", rows, Trials.unremembered(100), true);
    assertThat(alone.released()).as("%s", alone).isTrue();
    assertThat(oneOfMany.released()).as("%s", oneOfMany).isFalse();
    assertThat(oneOfMany.reasons().get(0))
        .endsWith("level=0.01 candidates=100 retraining=0 variants=1");
  }

  @Test
  void tooFewBlocksAreNoEvidence() {
    Verdict verdict =
        GATE.judge(
            "x",
            rows(199, ReleaseGateTest::coin, t -> 1, ReleaseGateTest::coin, t -> 1),
            Trials.unremembered(1),
            true);
    assertThat(verdict.accuracy()).isEqualTo(1);
    assertThat(verdict.released()).isFalse();
    assertThat(verdict.linear()).isFalse();
    assertThat(verdict.reasons())
        .containsExactly("TOO_FEW_BLOCKS: blocks=9 minimum=10 blockBars=20 samples=199");
  }

  @Test
  void nothingIsJudgedOfNothing() {
    Verdict verdict = GATE.judge("x", List.of(), Trials.unremembered(1), true);
    assertThat(verdict.released()).isFalse();
    assertThat(verdict.samples()).isZero();
    assertThat(verdict.accuracyLow()).isZero();
    assertThat(verdict.accuracyHigh()).isEqualTo(1);
  }

  @Test
  void rowsWithoutMoveAreLeftOutAndNoCallIsHalfRight() {
    Verdict verdict =
        GATE.judge(
            "x",
            rows(40, t -> t < 10 ? 0 : 1, t -> Double.NaN, t -> t < 20 ? 1 : 0, t -> 0),
            Trials.unremembered(1),
            true);
    assertThat(verdict.samples()).isEqualTo(20);
    assertThat(verdict.accuracy()).isEqualTo(0.75);
    assertThat(verdict.baselines()).containsEntry("lastDirection", 0.5);
    assertThat(verdict.baselines()).containsEntry("oppositeOfLast", 0.5);
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    List<GateRow> rows = new GateSimulation(5, 800, 3).planted(0.6, 0.55);
    Verdict verdict = GATE.judge("x", rows, Trials.unremembered(2), true);
    List<GateRow> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(1));
    assertThat(GATE.judge("x", shuffled, Trials.unremembered(2), true)).isEqualTo(verdict);
  }

  @Test
  void statesItsBounds() {
    List<GateRow> twice = List.of(new GateRow(1, "A", 1, 1, 1, 1), new GateRow(1, "A", 2, 1, 1, 1));
    assertThatThrownBy(() -> GATE.judge("x", twice, Trials.unremembered(1), true))
        .hasMessage("rows must differ in time or symbol: 1, A");
    assertThatThrownBy(() -> GATE.judge("x", List.of(), Trials.unremembered(0), true))
        .hasMessage("candidates must be >= 1: 0");
    for (GateRow row :
        List.of(
            new GateRow(1, "A", Double.NaN, 1, 1, 1),
            new GateRow(1, "A", 1, 1, Double.NaN, 1),
            new GateRow(1, "A", 1, 1, 1, Double.NaN))) {
      assertThatThrownBy(() -> GATE.judge("x", List.of(row), Trials.unremembered(1), true))
          .hasMessage("value, realised and last must be numbers: " + row);
    }
    assertThatThrownBy(() -> new GateConfig(0, 20, 10, 0.01, 0.95, 0))
        .hasMessage("gate.horizonBars must be >= 1: 0");
    assertThatThrownBy(() -> new GateConfig(1, 0, 10, 0.01, 0.95, 0))
        .hasMessage("gate.minBlockBars must be >= 1: 0");
    assertThatThrownBy(() -> new GateConfig(1, 20, 1, 0.01, 0.95, 0))
        .hasMessage("gate.minBlocks must be >= 2: 1");
    assertThatThrownBy(() -> new GateConfig(1, 20, 10, 0.5, 0.95, 0))
        .hasMessage("gate.level must be in (0, 0.5): 0.5");
    assertThatThrownBy(() -> new GateConfig(1, 20, 10, 0.01, 1, 0))
        .hasMessage("gate.confidence must be in (0, 1): 1.0");
  }
}
