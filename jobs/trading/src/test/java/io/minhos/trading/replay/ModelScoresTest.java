package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.evaluation.LabelConfig;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.WinEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelScoresTest {

  private static Signal signal(long minute, double close) {
    long open = minute * 60_000;
    List<SignalComponent> components =
        List.of(component("technical", 0, 0.4, null), component("ensemble", 7, 0.5, 0.3));
    return new Signal(
        "A",
        open + 59_999,
        Direction.LONG,
        1,
        0.4,
        components,
        new Bar(
            "A",
            open,
            open + 60_000,
            close,
            close,
            close,
            close,
            1,
            Double.NaN,
            Double.NaN,
            0,
            1,
            1),
        1,
        1,
        0,
        List.of(),
        1,
        Regime.RANGE,
        WinEstimate.none(0, Status.UNTRAINED),
        1,
        List.of(),
        List.of(),
        0.2,
        0.1);
  }

  private static SignalComponent component(
      String name, int version, double confidence, Double calibrated) {
    return new SignalComponent(
        name,
        version,
        Status.OK,
        1,
        Direction.LONG,
        1,
        confidence,
        1,
        List.of(),
        1,
        1,
        calibrated,
        null);
  }

  /** Technical analysis has no release that calibrates its answers: the signal does. */
  @Test
  void tellsCalibratedConfidences() {
    Map<String, List<Double>> told =
        Map.of("technical", new ArrayList<>(), "ensemble", new ArrayList<>());
    ModelScores scores =
        new ModelScores(
            LabelConfig.of(1),
            (symbol, time, answer, realised) -> told.get(answer.name()).add(answer.calibrated()));
    scores.add(signal(0, 100));
    scores.add(signal(1, 101));
    assertThat(told.get("technical")).containsExactly(0.1);
    assertThat(told.get("ensemble")).containsExactly(0.3);
    assertThat(scores.uses()).containsOnlyKeys("ensemble");
  }

  /** A label crosses as many missing bars as those of training may. */
  @Test
  void scoresOverGapsAsTrainingDoes() {
    for (int missing = 0; missing <= 1; missing++) {
      List<Double> outcomes = new ArrayList<>();
      ModelScores scores =
          new ModelScores(
              new LabelConfig(1, 2, missing),
              (symbol, time, answer, realised) -> outcomes.add(realised));
      scores.add(signal(0, 100));
      scores.add(signal(2, 101));
      assertThat(outcomes).hasSize(2 * missing);
    }
  }
}
