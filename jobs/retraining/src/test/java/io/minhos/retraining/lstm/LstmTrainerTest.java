package io.minhos.retraining.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.engines.lstm.LstmArchitecture;
import io.minhos.engines.lstm.LstmArtifacts;
import io.minhos.engines.lstm.LstmEngine;
import io.minhos.engines.lstm.LstmException;
import io.minhos.engines.lstm.LstmException.Code;
import io.minhos.engines.lstm.LstmModel;
import io.minhos.engines.lstm.LstmWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class LstmTrainerTest {

  private static final int STEPS = 3;

  /** Dense units enough that not all of them can die. */
  private static final LstmArchitecture TINY = new LstmArchitecture(STEPS, 2, 10, 6, 16);

  private static LstmTrainingConfig config(int epochs, double rate, long seed) {
    return new LstmTrainingConfig(
        TINY, 0.05, 0.05, 0.05, rate, 32, epochs, 10, 5, 0.5, 1e-5, 1, 0.2, 1, seed);
  }

  /**
   * The answer hangs on two features of two different steps, neither the last: y = clip(2(a − b)),
   * where a is feature 0 a step ago and b feature 1 two steps ago.
   */
  private static SequenceSet planted(int rows, long seed) {
    Random random = new Random(seed);
    float[] vectors = new float[(rows + STEPS - 1) * 2];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = random.nextFloat();
    }
    int[] ends = new int[rows];
    float[] labels = new float[rows];
    long[] times = new long[rows];
    for (int row = 0; row < rows; row++) {
      ends[row] = row + STEPS - 1;
      times[row] = row * 60_000L;
      float a = vectors[2 * (ends[row] - 1)];
      float b = vectors[2 * (ends[row] - 2) + 1];
      labels[row] = Math.max(-1, Math.min(1, 2 * (a - b)));
    }
    return new SequenceSet(STEPS, 2, vectors, new SequenceRows(ends, labels, times));
  }

  private static double accuracy(LstmWeights weights, SequenceSet set) {
    int rows = set.rows().size();
    float[] out = new float[rows];
    LstmModel model = LstmEngine.ONNX.open(weights);
    try {
      model.predict(set.sequences(0, rows), rows, out);
    } finally {
      model.close();
    }
    int right = 0;
    for (int row = 0; row < rows; row++) {
      right += out[row] > 0 == set.rows().labels()[row] > 0 ? 1 : 0;
    }
    return (double) right / rows;
  }

  @Test
  void findsWhatWasPlantedAndKeepsTheBestEpoch() throws InterruptedException {
    SequenceSet set = planted(700, 1);
    List<LstmEpoch> told = new ArrayList<>();
    LstmTraining training =
        new LstmTrainer(config(8, 0.015, 3)).train(set, Optional.empty(), told::add);

    // 1,000 rows that it has not seen: a coin is right on 0.5 ± 0.016 of them.
    assertThat(accuracy(training.weights(), planted(1_000, 2))).isGreaterThan(0.85);

    assertThat(told).isEqualTo(training.epochs());
    LstmEpoch best = training.epochs().get(training.bestEpoch() - 1);
    assertThat(best.best()).isTrue();
    assertThat(best.validationLoss()).isEqualTo(training.validationLoss());
    assertThat(training.epochs())
        .allSatisfy(
            e -> assertThat(e.validationLoss()).isGreaterThanOrEqualTo(best.validationLoss()));

    // The weights returned are that epoch's: their loss, by the other engine, is the one it told.
    SequenceRows.Split split = new LstmTrainer(config(8, 0.015, 3)).split(set.rows());
    int rows = set.rows().size() - split.validation();
    float[] out = new float[rows];
    LstmModel model = LstmEngine.ONNX.open(training.weights());
    try {
      model.predict(set.sequences(split.validation(), set.rows().size()), rows, out);
    } finally {
      model.close();
    }
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += Math.pow(out[row] - set.rows().labels()[split.validation() + row], 2);
    }
    assertThat(Math.abs(sum / rows - training.validationLoss())).isLessThan(1e-6);

    // And they may be published.
    assertThat(
            LstmParity.verify(
                LstmArtifacts.of(training.weights()),
                set.sequences(split.validation(), set.rows().size()),
                rows))
        .isLessThanOrEqualTo(LstmParity.TOLERANCE);
  }

  @Test
  void theSameSeedGivesTheSameBitsAlsoBesideAnotherTraining() throws Exception {
    SequenceSet set = planted(200, 1);
    byte[] alone = bytes(set, 5);
    FutureTask<byte[]> beside = new FutureTask<>(() -> bytes(set, 6));
    FutureTask<byte[]> again = new FutureTask<>(() -> bytes(set, 5));
    new Thread(beside, "beside").start();
    new Thread(again, "again").start();
    assertThat(again.get()).isEqualTo(alone);
    assertThat(beside.get()).isNotEqualTo(alone);
  }

  private static byte[] bytes(SequenceSet set, long seed) throws InterruptedException {
    return new LstmTrainer(config(2, 0.01, seed))
        .train(set, Optional.empty(), epoch -> {})
        .weights()
        .toBytes();
  }

  @Test
  void stopsEarlyAndLowersTheRateWhereNothingIsToBeLearnt() throws InterruptedException {
    SequenceSet planted = planted(150, 1);
    Random random = new Random(9);
    float[] noise = new float[150];
    for (int row = 0; row < noise.length; row++) {
      noise[row] = random.nextBoolean() ? 1 : -1;
    }
    SequenceSet set =
        new SequenceSet(
            STEPS,
            2,
            planted.vectors(),
            new SequenceRows(planted.rows().ends(), noise, planted.rows().times()));
    LstmTrainingConfig config =
        new LstmTrainingConfig(TINY, 0, 0, 0, 0.05, 32, 200, 4, 2, 0.5, 1e-5, 1, 0.3, 1, 1);
    LstmTraining training = new LstmTrainer(config).train(set, Optional.empty(), epoch -> {});
    assertThat(training.epochs()).hasSize(training.bestEpoch() + 4).hasSizeLessThan(200);
    assertThat(training.epochs().get(training.epochs().size() - 1).learningRate()).isLessThan(0.05);
  }

  @Test
  void goesOnFromWeightsAndKeepsThemIfNothingIsBetter() throws InterruptedException {
    SequenceSet set = planted(300, 1);
    LstmWeights first =
        new LstmTrainer(config(3, 0.01, 3)).train(set, Optional.empty(), epoch -> {}).weights();
    LstmStart start = new LstmStart(first, Long.MIN_VALUE);
    LstmTraining warm =
        new LstmTrainer(config(1, 0.005, 4)).train(set, Optional.of(start), epoch -> {});
    LstmTraining cold =
        new LstmTrainer(config(1, 0.005, 4)).train(set, Optional.empty(), epoch -> {});
    assertThat(warm.validationLoss()).isLessThan(cold.validationLoss());

    // A rate that ruins them.
    LstmTraining ruined =
        new LstmTrainer(config(1, 1, 4)).train(set, Optional.of(start), epoch -> {});
    assertThat(ruined.bestEpoch()).isZero();
    assertThat(ruined.weights()).isSameAs(first);

    // The same weights, but they know the validation's answers: no measure for those of an epoch.
    LstmStart knowing = new LstmStart(first, Long.MAX_VALUE);
    LstmTraining not =
        new LstmTrainer(config(1, 1, 4)).train(set, Optional.of(knowing), epoch -> {});
    assertThat(not.bestEpoch()).isEqualTo(1);
    assertThat(not.weights()).isNotSameAs(first);

    LstmTrainingConfig other = LstmTrainingConfig.small();
    SequenceSet wide =
        new SequenceSet(
            20,
            8,
            new float[8 * 40],
            new SequenceRows(new int[] {20, 21, 22}, new float[3], new long[] {1, 2, 3}));
    assertThatThrownBy(() -> new LstmTrainer(other).train(wide, Optional.of(start), epoch -> {}))
        .hasMessage("WRONG_SHAPE: architecture=3x2-10-6-16 expected=20x8-32-16-16");
    assertThatThrownBy(() -> new LstmTrainer(other).train(set, Optional.empty(), epoch -> {}))
        .hasMessage("sequences must be 20 x 8: 3 x 2");
  }

  @Test
  void anInterruptStopsIt() {
    SequenceSet set = planted(100, 1);
    List<LstmEpoch> told = new ArrayList<>();
    assertThatThrownBy(
            () ->
                new LstmTrainer(config(1_000, 0.01, 1))
                    .train(
                        set,
                        Optional.empty(),
                        epoch -> {
                          told.add(epoch);
                          Thread.currentThread().interrupt();
                        }))
        .isInstanceOf(InterruptedException.class);
    assertThat(told).hasSize(1);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void twoModelsInOneReleaseAreRefused() throws InterruptedException {
    SequenceSet set = planted(60, 1);
    LstmWeights one =
        new LstmTrainer(config(1, 0.01, 1)).train(set, Optional.empty(), epoch -> {}).weights();
    LstmWeights two =
        new LstmTrainer(config(1, 0.01, 2)).train(set, Optional.empty(), epoch -> {}).weights();
    LstmArtifacts mixed =
        new LstmArtifacts(LstmArtifacts.of(one).onnx(), LstmArtifacts.of(two).weights());
    assertThatThrownBy(() -> LstmParity.verify(mixed, set.sequences(0, 60), 60))
        .isInstanceOfSatisfying(
            LstmException.class, e -> assertThat(e.code()).isEqualTo(Code.ENGINES_DISAGREE))
        .hasMessageMatching("ENGINES_DISAGREE: row=0 onnx=\\S+ dl4j=\\S+ tolerance=1.0E-5");
    assertThatThrownBy(() -> LstmParity.verify(LstmArtifacts.of(one), new float[6], 0))
        .hasMessage("sequences must be rows x 6, rows >= 1: 6");
  }

  @Test
  void theConfigurationHasBounds() {
    assertThatThrownBy(() -> config(0, 0.01, 1)).hasMessage("lstm.epochs must be in [1, 10000]: 0");
    assertThatThrownBy(() -> config(1, 2, 1))
        .hasMessage("lstm.learningRate must be in (0, 1]: 2.0");
    assertThatThrownBy(() -> config(1, 1e-6, 1))
        .hasMessage("lstm.minLearningRate must be in (0, 1.0E-6]: 1.0E-5");
    assertThat(LstmTrainingConfig.defaults().architecture())
        .isEqualTo(new LstmArchitecture(20, 8, 200, 100, 50));
    assertThat(LstmTrainingConfig.small().architecture())
        .isEqualTo(new LstmArchitecture(20, 8, 32, 16, 16));
  }
}
