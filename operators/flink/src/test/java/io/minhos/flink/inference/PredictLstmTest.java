package io.minhos.flink.inference;

import static io.minhos.flink.control.Rows.controlled;
import static io.minhos.flink.control.Rows.release;
import static io.minhos.flink.control.Rows.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.minhos.domain.control.Controls;
import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.ScaledSequenceModel;
import io.minhos.domain.inference.SequenceModel;
import io.minhos.domain.inference.Status;
import io.minhos.flink.control.ControlledBar;
import io.minhos.flink.control.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PredictLstmTest {

  private static final int STEPS = 20;

  /** Throws at every question. */
  private static final int BROKEN = 66;

  /** Answers NaN to a sequence that ends with a negative value. */
  private static final int HALF_BROKEN = 67;

  /** Cannot be loaded. */
  private static final int LOST = 68;

  private final List<Harness> opened = new ArrayList<>();

  /** One answer, as far as it can be compared. */
  private record Answer(String symbol, long time, long timestamp, Prediction prediction) {}

  @AfterEach
  void close() {
    for (Harness harness : opened) {
      harness.close();
    }
  }

  @Test
  void answersHangNeitherOnTheBatchesNorOnCheckpoints() throws Exception {
    List<Answer> expected = null;
    for (int batch : new int[] {1, 3, 128}) {
      for (int checkpointEvery : new int[] {Integer.MAX_VALUE, 7}) {
        Harness harness = open(batch, null);
        SplittableRandom random = new SplittableRandom(5);
        int rows = 0;
        for (int minute = 0; minute < 60; minute++) {
          for (String symbol : List.of("B", "A", "D", "C")) {
            // Two versions in one batch.
            int version = minute < 30 || (minute == 30 && symbol.equals("A")) ? 1 : 2;
            harness.take(
                controlled(symbol, minute, random.nextDouble(-1, 1), release("lstm", version)));
            if (++rows % checkpointEvery == 0) {
              harness.prepareSnapshotPreBarrier(rows);
            }
          }
          harness.processWatermark(new Watermark(time(minute)));
        }
        List<Answer> answers = harness.answers();
        assertThat(answers).hasSize(240);
        if (expected == null) {
          expected = answers;
        }
        assertThat(answers).isEqualTo(expected);
      }
    }
    assertThat(expected)
        .extracting(a -> a.prediction().status())
        .startsWith(Status.INSUFFICIENT_DATA)
        .endsWith(Status.OK)
        .containsOnly(Status.INSUFFICIENT_DATA, Status.OK);
    assertThat(expected.stream().map(a -> a.prediction().value()).distinct().count())
        .isGreaterThan(160);
  }

  /** Against the formula: half the mean of the symbol's last 20 values. */
  @Test
  void asksWithTheLastVectorsOfTheSymbol() throws Exception {
    Harness harness = open(5, null);
    List<Double> values = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(6);
    for (int minute = 0; minute < 45; minute++) {
      double x = random.nextDouble(-1, 1);
      values.add(x);
      harness.take(
          controlled("A", minute, x, release("lstm", 1)),
          controlled("B", minute, -x, release("lstm", 1)));
    }
    harness.endInput();
    List<Answer> answers = harness.answers();
    Offset<Double> within = Offset.offset(1e-6);
    for (int minute = STEPS - 1; minute < 45; minute++) {
      double mean =
          values.subList(minute - STEPS + 1, minute + 1).stream()
              .mapToDouble(x -> x)
              .average()
              .orElseThrow();
      assertThat(answers.get(2 * minute).prediction().value()).isCloseTo(mean / 2 + 0.001, within);
      assertThat(answers.get(2 * minute + 1).prediction().value())
          .isCloseTo(-mean / 2 + 0.001, within);
    }
  }

  @Test
  void rowsLeaveInTheirOrderBeforeTheWatermarkThatReleasedThem() throws Exception {
    Harness harness = open(3, null);
    harness.take(controlled("B", 0, 1, null), controlled("A", 0, 2, null));
    assertThat(harness.getOutput()).isEmpty();
    harness.take(controlled("C", 0, 3, null));
    assertThat(harness.rows()).containsExactly("B0", "A0", "C0");
    harness.take(controlled("A", 1, 4, null));
    harness.processWatermark(new Watermark(time(1)));
    assertThat(harness.rows()).containsExactly("B0", "A0", "C0", "A1");
    assertThat(new ArrayList<>(harness.getOutput())).hasSize(5).endsWith(new Watermark(time(1)));
    assertThat(harness.answers())
        .allSatisfy(answer -> assertThat(answer.timestamp()).isEqualTo(answer.time()));
  }

  @Test
  void nothingWaitsOverACheckpointOrTheEnd() throws Exception {
    Harness harness = open(128, null);
    harness.take(controlled("A", 0, 1, null), controlled("B", 0, 1, null));
    assertThat(harness.answers()).isEmpty();
    harness.prepareSnapshotPreBarrier(1);
    assertThat(harness.answers()).hasSize(2);
    harness.take(controlled("A", 1, 1, null));
    assertThat(harness.answers()).hasSize(2);
    harness.endInput();
    assertThat(harness.answers()).hasSize(3);
  }

  @Test
  void theWindowComesBackFromASnapshot() throws Exception {
    Harness whole = open(4, null);
    Harness first = open(4, null);
    for (int minute = 0; minute < 15; minute++) {
      for (Harness harness : List.of(whole, first)) {
        harness.take(controlled("A", minute, minute / 50.0, release("lstm", 1)));
      }
    }
    first.prepareSnapshotPreBarrier(1);
    Harness second = open(4, first.snapshot(1, 1));
    for (int minute = 15; minute < 25; minute++) {
      for (Harness harness : List.of(whole, second)) {
        harness.take(controlled("A", minute, minute / 50.0, release("lstm", 1)));
      }
    }
    whole.endInput();
    second.endInput();
    assertThat(second.answers()).isEqualTo(whole.answers().subList(15, 25));
    assertThat(second.statuses().subList(0, 4)).containsOnly(Status.INSUFFICIENT_DATA);
    assertThat(second.statuses().subList(4, 10)).containsOnly(Status.OK);
  }

  @Test
  void onlyWarmVectorsCount() throws Exception {
    Harness harness = open(1, null);
    for (int minute = 0; minute < 10; minute++) {
      harness.take(
          new ControlledBar(
              Rows.analyzed("A", minute, 0.5, false),
              new Controls(List.of(release("lstm", 1)), List.of()),
              List.of()));
    }
    for (int minute = 10; minute < 10 + STEPS; minute++) {
      harness.take(controlled("A", minute, 0.5, release("lstm", 1)));
    }
    List<Status> statuses = harness.statuses();
    assertThat(statuses.subList(0, 29)).containsOnly(Status.INSUFFICIENT_DATA);
    assertThat(statuses.get(29)).isEqualTo(Status.OK);
    assertThat(harness.answers().get(0).prediction())
        .isEqualTo(Prediction.none("lstm", 1, Status.INSUFFICIENT_DATA));
  }

  @Test
  void withoutAReleaseItIsUntrainedAndTheWindowFillsAllTheSame() throws Exception {
    Harness harness = open(2, null);
    for (int minute = 0; minute < STEPS; minute++) {
      // What is in force of another model is none of its business.
      harness.take(controlled("A", minute, 0.5, release("ensemble", 1)));
    }
    harness.take(controlled("A", STEPS, 0.5, release("lstm", 3)));
    harness.endInput();
    assertThat(harness.answers().subList(0, STEPS))
        .extracting(Answer::prediction)
        .containsOnly(Prediction.none("lstm", 0, Status.UNTRAINED));
    assertThat(harness.answers().get(STEPS).prediction().version()).isEqualTo(3);
    assertThat(harness.answers().get(STEPS).prediction().status()).isEqualTo(Status.OK);
  }

  @Test
  void whereTheEngineThrowsItsRowsFailAndTheOthersOfTheBatchDoNot() throws Exception {
    Harness harness = open(128, null);
    warm(harness, "A", "B", "C");
    harness.take(
        controlled("A", STEPS, 0.5, release("lstm", BROKEN)),
        controlled("B", STEPS, 0.5, release("lstm", 1)),
        controlled("C", STEPS, 0.5, release("lstm", BROKEN)));
    harness.processWatermark(new Watermark(time(STEPS)));
    List<Answer> answers = harness.answers();
    assertThat(answers.subList(answers.size() - 3, answers.size()))
        .extracting(a -> a.symbol() + " " + a.prediction().status() + a.prediction().version())
        .containsExactly("A FAILED66", "B OK1", "C FAILED66");
  }

  @Test
  void anAnswerThatIsNoNumberFailsAlone() throws Exception {
    Harness harness = open(128, null);
    warm(harness, "A", "B");
    harness.take(
        controlled("A", STEPS, -0.5, release("lstm", HALF_BROKEN)),
        controlled("B", STEPS, 0.5, release("lstm", HALF_BROKEN)));
    harness.processWatermark(new Watermark(time(STEPS)));
    List<Answer> answers = harness.answers();
    assertThat(answers.get(answers.size() - 2).prediction())
        .isEqualTo(Prediction.none("lstm", HALF_BROKEN, Status.FAILED));
    assertThat(answers.get(answers.size() - 1).prediction().status()).isEqualTo(Status.OK);
  }

  /** It was admitted, so it must be there: to go on without it would be another answer. */
  @Test
  void aReleaseThatCannotBeLoadedStopsTheJob() throws Exception {
    Harness harness = open(1, null);
    for (int minute = 0; minute < STEPS - 1; minute++) {
      harness.take(controlled("A", minute, 0.5, release("lstm", LOST)));
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> harness.take(controlled("A", STEPS - 1, 0.5, release("lstm", LOST))))
        .withMessage("MODEL_UNAVAILABLE: model=lstm version=68 uri=none:lstm/68")
        .withRootCauseInstanceOf(IOException.class);
  }

  private static void warm(Harness harness, String... symbols) throws Exception {
    for (int minute = 0; minute < STEPS; minute++) {
      for (String symbol : symbols) {
        harness.take(controlled(symbol, minute, 0.25, release("lstm", 1)));
      }
      harness.processWatermark(new Watermark(time(minute)));
    }
  }

  private Harness open(int batch, OperatorSubtaskState state) throws Exception {
    Harness harness = new Harness(batch);
    opened.add(harness);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private static final class Harness
      extends KeyedOneInputStreamOperatorTestHarness<String, ControlledBar, PredictedBar> {

    Harness(int batch) throws Exception {
      super(new PredictLstm(loader(), STEPS, batch, 0.05, 0), ControlledBar::symbol, Types.STRING);
    }

    @Override
    public void close() {
      try {
        super.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    void take(ControlledBar... bars) throws Exception {
      for (ControlledBar bar : bars) {
        processElement(new StreamRecord<>(bar, bar.analyzed().bar().time()));
      }
    }

    /** Symbol and minute. */
    List<String> rows() {
      return answers().stream().map(a -> a.symbol() + a.time() / Rows.MINUTE).toList();
    }

    List<Answer> answers() {
      List<Answer> answers = new ArrayList<>();
      for (StreamRecord<? extends PredictedBar> record : extractOutputStreamRecords()) {
        PredictedBar predicted = record.getValue();
        assertThat(predicted.predictions()).hasSize(1);
        answers.add(
            new Answer(
                predicted.bar().symbol(),
                predicted.bar().analyzed().bar().time(),
                record.getTimestamp(),
                predicted.predictions().get(0)));
      }
      return answers;
    }

    List<Status> statuses() {
      return answers().stream().map(a -> a.prediction().status()).toList();
    }
  }

  private static ModelLoader<ScaledSequenceModel> loader() {
    double[] min = new double[8];
    double[] max = new double[8];
    Arrays.fill(min, -1);
    Arrays.fill(max, 1);
    return release -> {
      if (release.version() == LOST) {
        throw new IOException("no answer");
      }
      return new ScaledSequenceModel(new Mean(release), min, max);
    };
  }

  /** Mean of the scaled values − ½, half the mean of the unscaled; plus a thousandth a version. */
  private record Mean(ModelRelease release) implements SequenceModel {

    @Override
    public int steps() {
      return STEPS;
    }

    @Override
    public int features() {
      return 8;
    }

    @Override
    public void predict(float[] sequences, int rows, float[] out) {
      if (release.version() == BROKEN) {
        throw new IllegalStateException("broken");
      }
      int width = STEPS * 8;
      for (int row = 0; row < rows; row++) {
        double sum = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
          sum += sequences[i];
        }
        boolean none = release.version() == HALF_BROKEN && sequences[(row + 1) * width - 1] < 0.5;
        out[row] = none ? Float.NaN : (float) (sum / width - 0.5 + release.version() / 1000.0);
      }
    }

    @Override
    public void close() {}
  }
}
