package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChanceGateTest {

  private static final GateConfig CONFIG = GateConfig.of(1);
  private static final ChanceGate GATE = new ChanceGate(CONFIG);

  /** Chances of 0.3 or 0.7 that are right, or tell nothing: what happens has the base rate. */
  private static List<ChanceRow> rows(int times, boolean skilled, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ChanceRow> rows = new ArrayList<>();
    for (int time = 0; time < times; time++) {
      for (String symbol : new String[] {"B", "A"}) {
        double chance = random.nextBoolean() ? 0.7 : 0.3;
        double truth = skilled ? chance : 0.5;
        rows.add(new ChanceRow(time, symbol, chance, 0.5, random.nextDouble() < truth));
      }
    }
    return rows;
  }

  @Test
  void releasesChancesThatAreNearerThanTheConstant() {
    Verdict verdict = GATE.judge("winprob", rows(1_000, true, 1), Trials.unremembered(1));
    assertThat(verdict.released()).isTrue();
    assertThat(verdict.linear()).isFalse();
    assertThat(verdict.samples()).isEqualTo(2_000);
    // 0.7 of the calls are right, ± 3 · √(0.21/2000).
    assertThat(verdict.accuracy()).isCloseTo(0.7, within(0.031));
    assertThat(verdict.baselines()).containsOnlyKeys("constant").containsValue(0.5);
    // Brier's scores: 0.21 beside 0.25.
    assertThat(verdict.reasons().get(0))
        .startsWith("SKILL: t=")
        .contains(
            " blocks=50 blockBars=20 level=0.01 candidates=1 retraining=0 variants=1 brier=0.2",
            " constant=0.2500");
  }

  /** Sure of something that is not so: worse than the constant, which no test rewards. */
  @Test
  void refusesChancesThatTellNothing() {
    for (long seed = 0; seed < 20; seed++) {
      Verdict verdict = GATE.judge("winprob", rows(400, false, seed), Trials.unremembered(1));
      assertThat(verdict.released()).isFalse();
      assertThat(verdict.reasons().get(0)).startsWith("NO_SKILL: t=-");
    }
  }

  @Test
  void theConstantItselfHasNoSkill() {
    List<ChanceRow> rows = new ArrayList<>();
    for (ChanceRow row : rows(400, true, 2)) {
      rows.add(new ChanceRow(row.time(), row.symbol(), 0.5, 0.5, row.happened()));
    }
    Verdict verdict = GATE.judge("winprob", rows, Trials.unremembered(1));
    assertThat(verdict.released()).isFalse();
    assertThat(verdict.accuracy()).isEqualTo(0.5);
    assertThat(verdict.reasons().get(0)).startsWith("NO_SKILL: t=0.000 ");
  }

  /**
   * Two blocks of four times. Gains of the first: ½(0.16 − 0.11), 0.09, 0.16, 0.24, of the second:
   * −0.11, 0.09, 0.16, 0.24; means 0.12875 and 0.095. t = 0.111875/0.016875 = 6.630, with one
   * degree of freedom P(T &gt; t) = ½ − atan(t)/π = 0.0477, critical at 0.1: tan(0.4π) = 3.078.
   */
  @Test
  void aWorkedExample() {
    List<ChanceRow> rows = new ArrayList<>();
    rows.add(new ChanceRow(0, "B", 0.4, 0.5, true));
    double[] chances = {0.7, 0.6, 0.7, 0.9, 0.4, 0.6, 0.7, 0.9};
    for (int time = chances.length - 1; time >= 0; time--) {
      rows.add(new ChanceRow(time, "A", chances[time], 0.5, true));
    }
    Verdict verdict =
        new ChanceGate(new GateConfig(1, 4, 2, 0.1, 0.95, 0))
            .judge("m", rows, Trials.unremembered(1));
    assertThat(verdict.released()).isTrue();
    assertThat(verdict.reasons())
        .containsExactly(
            "SKILL: t=6.630 critical=3.078 pValue=0.0477 blocks=2 blockBars=4 level=0.1"
                + " candidates=1 retraining=0 variants=1 brier=0.1478 constant=0.2500");
  }

  @Test
  void tooFewBlocksAreNotJudged() {
    Verdict verdict = GATE.judge("winprob", rows(199, true, 3), Trials.unremembered(1));
    assertThat(verdict.released()).isFalse();
    assertThat(verdict.reasons())
        .containsExactly("TOO_FEW_BLOCKS: blocks=9 minimum=10 blockBars=20 samples=398");
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> new ChanceRow(0, "A", 1.1, 0.5, true))
        .hasMessage("chance must be in [0, 1]: 1.1");
    assertThatThrownBy(() -> new ChanceRow(0, "A", 1, Double.NaN, true))
        .hasMessage("base must be in [0, 1]: NaN");
  }
}
