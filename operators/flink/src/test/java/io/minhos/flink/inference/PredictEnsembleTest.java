package io.minhos.flink.inference;

import static io.minhos.flink.control.Rows.controlled;
import static io.minhos.flink.control.Rows.release;
import static io.minhos.flink.control.Rows.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.Challenge;
import io.minhos.domain.control.Controls;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.EnsembleModel;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import io.minhos.flink.control.ControlledBar;
import io.minhos.flink.control.Rows;
import io.minhos.flink.metrics.TradingMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class PredictEnsembleTest {

  /** Answers the row's first value times the version; throws at one below −0.9. */
  private record Scaled(int version) implements EnsembleModel {
    @Override
    public EnsembleAnswer answer(double[] features) {
      if (features[0] < -0.9) {
        throw new ArithmeticException("too low");
      }
      return EnsembleAnswer.of(features[0] * version, new double[] {features[0], 1, -1});
    }
  }

  @Test
  void anAnswerHangsOnItsRowAloneWhateverTheBatch() throws Exception {
    List<Prediction> alone = answers(1);
    assertThat(answers(3)).isEqualTo(alone);
    assertThat(answers(128)).isEqualTo(alone);
    assertThat(alone)
        .hasSize(400)
        .extracting(Prediction::status)
        .contains(Status.FAILED)
        .contains(Status.OK);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < alone.size(); i++) {
      double x = random.nextDouble(-1, 1);
      int version = i < 150 ? 1 : 2;
      Prediction expected =
          x < -0.9
              ? Prediction.none("ensemble", version, Status.FAILED)
              : Prediction.of(
                  release("ensemble", version),
                  Math.max(-1, Math.min(1, x * version)),
                  0.1,
                  2 / 3.0,
                  List.of(x, 1.0, -1.0));
      assertThat(alone.get(i)).isEqualTo(expected);
    }
  }

  @Test
  void saysWhyItHasNoAnswer() throws Exception {
    try (Harness harness = harness(128)) {
      harness.take(controlled("A", 0, 0.5, null));
      harness.take(
          new ControlledBar(
              Rows.analyzed("A", 1, 0.5, false),
              new Controls(List.of(release("ensemble", 4)), List.of()),
              List.of()));
      assertThat(harness.predictions()).isEmpty();
      harness.endInput();
      assertThat(harness.predictions())
          .containsExactly(
              Prediction.none("ensemble", 0, Status.UNTRAINED),
              Prediction.none("ensemble", 4, Status.INSUFFICIENT_DATA));
    }
  }

  /**
   * All answer, and one is told of: what challenges or stands by is not who the metric is about.
   */
  @Test
  void countsTheAnswersOfTheReleaseInForceAlone() throws Exception {
    try (Harness harness = harness(128)) {
      for (int i = 0; i < 10; i++) {
        harness.take(
            new ControlledBar(
                // Below −0.9 it fails; before it is warm nobody is asked.
                Rows.analyzed("A", i, i < 3 ? -0.95 : 0.5, i < 8),
                new Controls(
                    List.of(release("ensemble", 2)),
                    List.of(),
                    List.of(new Challenge(release("ensemble", 3), 0.5)),
                    List.of(release("ensemble", 1))),
                List.of()));
      }
      harness.take(controlled("A", 10, 0.5, null));
      harness.endInput();
      assertThat(harness.predictions()).hasSize(31);
      assertThat(harness.counted(Status.FAILED)).isEqualTo(3);
      assertThat(harness.counted(Status.OK)).isEqualTo(5);
      assertThat(harness.counted(Status.INSUFFICIENT_DATA)).isEqualTo(2);
      assertThat(harness.counted(Status.UNTRAINED)).isEqualTo(1);
    }
  }

  private static List<Prediction> answers(int batch) throws Exception {
    try (Harness harness = harness(batch)) {
      SplittableRandom random = new SplittableRandom(7);
      for (int i = 0; i < 400; i++) {
        // Two versions in one batch.
        harness.take(
            controlled(
                "S" + i % 10,
                i / 10,
                random.nextDouble(-1, 1),
                release("ensemble", i < 150 ? 1 : 2)));
        if (i % 100 == 99) {
          harness.processWatermark(new Watermark(time(i / 10)));
        }
      }
      return harness.predictions();
    }
  }

  private static Harness harness(int batch) throws Exception {
    Harness harness = new Harness(batch);
    harness.open();
    return harness;
  }

  private static final class Harness
      extends OneInputStreamOperatorTestHarness<PredictedBar, PredictedBar> {

    Harness(int batch) throws Exception {
      super(new PredictEnsemble(release -> new Scaled(release.version()), batch, 0.1));
    }

    @Override
    public void close() {
      try {
        super.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    void take(ControlledBar bar) throws Exception {
      processElement(
          new StreamRecord<>(new PredictedBar(bar, List.of()), bar.analyzed().bar().time()));
    }

    /** Of the metric, which has an accumulator beside it. */
    long counted(Status status) {
      return getOperator()
          .getRuntimeContext()
          .<Long, Long>getAccumulator(TradingMetric.PREDICTIONS.id() + ".ensemble." + status)
          .getLocalValue();
    }

    List<Prediction> predictions() {
      List<Prediction> all = new ArrayList<>();
      for (StreamRecord<? extends PredictedBar> record : extractOutputStreamRecords()) {
        all.addAll(record.getValue().predictions());
      }
      return all;
    }
  }
}
