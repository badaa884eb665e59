package io.minhos.flink.signals;

import static io.minhos.flink.control.Rows.MINUTE;
import static io.minhos.flink.control.Rows.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.control.Controls;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.safeguards.SafeguardConfig;
import io.minhos.domain.safeguards.Safeguards;
import io.minhos.domain.safeguards.Standing;
import io.minhos.domain.signals.FusionAdaptation;
import io.minhos.domain.signals.FusionConfig;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.technical.TechnicalOpinion;
import io.minhos.flink.control.ControlledBar;
import io.minhos.flink.inference.FusedSignal;
import io.minhos.flink.inference.PredictedBar;
import io.minhos.flink.technical.AnalyzedBar;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Weights of 0.40, 0.35 and 0.25, as regime and tracked accuracy move them. */
class FuseSignalsTest {

  private static final FusionConfig CONFIG =
      new FusionConfig(
          0.40, 0.35, 0.25, 0.05, new FusionAdaptation(1.2, 0.8, 0.6, 1, 0.9, 1.1, 2, 0.5, 1.5));

  private KeyedTwoInputStreamOperatorTestHarness<String, PredictedBar, Standing, FusedSignal>
      harness;

  private int minute;

  @BeforeEach
  void open() throws Exception {
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new FuseSignals(CONFIG, new Safeguards(SafeguardConfig.defaults(), 1), Set.of()),
                List.of(FuseSignals.STANDINGS)),
            row -> row.bar().symbol(),
            null,
            Types.STRING);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  /** By hand: configured times part, of the sum. */
  @Test
  void weightsFollowTheRegime() throws Exception {
    assertWeights(Regime.UNKNOWN, 0.40, 0.35, 0.25);
    assertWeights(Regime.TREND, 0.48, 0.35, 0.25);
    assertWeights(Regime.RANGE, 0.32, 0.315, 0.225);
    assertWeights(Regime.HIGH_VOLATILITY, 0.24, 0.385, 0.275);
  }

  /** By hand: 1 + 2 · (2 · rate − 1), in [0.5, 1.5]; what is tracked holds from its time on. */
  @Test
  void weightsFollowTrackedAccuracyWithinBounds() throws Exception {
    long from = (minute + 1) * MINUTE;
    tell("lstm", from, 0.6);
    tell("ensemble", from, 0.45);
    assertWeights(Regime.UNKNOWN, 0.40, 0.35, 0.25);
    assertWeights(Regime.UNKNOWN, 0.40, 0.35 * 1.4, 0.25 * 0.8);
    assertWeights(Regime.TREND, 0.40 * 1.2, 0.35 * 1.4, 0.25 * 0.8);
    tell("lstm", minute * MINUTE, 0.95);
    tell("ensemble", minute * MINUTE, 0.1);
    tell("technical", minute * MINUTE, 0.55);
    // 2.8 and −0.6 are out of bounds; in a range 0.9 of them are too.
    assertWeights(Regime.UNKNOWN, 0.40 * 1.2, 0.35 * 1.5, 0.25 * 0.5);
    assertWeights(Regime.RANGE, 0.40 * 0.96, 0.35 * 1.5, 0.25 * 0.5);
  }

  private void tell(String model, long from, double hitRate) throws Exception {
    int version = model.equals("technical") ? 0 : 1;
    harness.processElement2(
        new StreamRecord<>(new Standing(model, version, from, true, 1, 0, hitRate)));
  }

  /** One bar, whose weights are the parts of their sum, with the factors that made them. */
  private void assertWeights(Regime regime, double... parts) throws Exception {
    Bar bar = Bar.of("A", minute * MINUTE, (minute + 1) * MINUTE, 1, 1, 1, 1, 1);
    minute++;
    AnalyzedBar analyzed =
        new AnalyzedBar(
            bar,
            0.1,
            0.02,
            1,
            new TechnicalOpinion(Status.OK, 0.5, 0.8, 0.3, List.of()),
            regime,
            null,
            null);
    Controls controls =
        new Controls(List.of(release("ensemble", 1), release("lstm", 1)), List.of());
    harness.processElement1(
        new StreamRecord<>(
            new PredictedBar(
                new ControlledBar(analyzed, controls, List.of()),
                List.of(
                    Prediction.of(release("lstm", 1), 0.4, 0.05),
                    Prediction.of(release("ensemble", 1), -0.2, 0.05))),
            bar.time()));
    harness.processWatermark1(new Watermark(bar.time()));
    harness.processWatermark2(new Watermark(bar.time()));
    List<FusedSignal> out = harness.extractOutputValues();
    assertThat(out).hasSize(minute);
    List<SignalComponent> components = out.get(minute - 1).signal().components();
    double[] configured = {0.40, 0.35, 0.25};
    double sum = parts[0] + parts[1] + parts[2];
    for (int i = 0; i < parts.length; i++) {
      assertThat(components.get(i).weight()).isEqualTo(parts[i] / sum, within(1e-12));
      assertThat(components.get(i).factor()).isEqualTo(parts[i] / configured[i], within(1e-12));
    }
  }
}
