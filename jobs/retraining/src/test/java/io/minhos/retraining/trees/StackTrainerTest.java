package io.minhos.retraining.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.engines.trees.Arithmetic;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.engines.trees.FlatTreesBuilder;
import io.minhos.retraining.trees.StackTrainer.BaseModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StackTrainerTest {

  private static final int ROWS = 3_000;

  private static final List<StackFold> FOLDS =
      List.of(
          StackFold.of(0, 1_190, 1_200, 1_800),
          StackFold.of(0, 1_790, 1_800, 2_400),
          StackFold.of(0, 2_390, 2_400, 3_000));

  private static final BoostingConfig SMALL = new BoostingConfig(10, 0.3, 2, 50, 0.7, 1, 1);

  private static final TreeTrainer BOOSTED = new XGBoostTrainer(SMALL, 1);

  /** Feature 0 is another number in each row and says nothing; feature 1 is weak signal. */
  private static TabularRows rows() {
    Random random = new Random(3);
    double[] values = new double[2 * ROWS];
    double[] labels = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[2 * i] = random.nextDouble();
      values[2 * i + 1] = random.nextGaussian();
      labels[i] = 0.3 * Math.signum(values[2 * i + 1]) + random.nextGaussian();
    }
    return new TabularRows(2, values, labels);
  }

  /** Learns every row by heart, by its feature 0, and nothing else. */
  private static class Memoriser extends Made {
    @Override
    FlatTrees make(TabularRows rows) {
      List<Integer> order =
          IntStream.range(0, rows.rows())
              .boxed()
              .sorted(Comparator.comparingDouble(row -> rows.values()[2 * row]))
              .toList();
      FlatTreesBuilder out = new FlatTreesBuilder(Arithmetic.FLOAT64, 2, 0);
      write(rows, order, 0, order.size(), out);
      return out.build();
    }

    private static void write(
        TabularRows rows, List<Integer> order, int from, int to, FlatTreesBuilder out) {
      if (to - from == 1) {
        out.leaf(rows.labels()[order.get(from)]);
        return;
      }
      int middle = (from + to) / 2;
      out.split(0, rows.values()[2 * order.get(middle - 1)], false);
      write(rows, order, from, middle, out);
      write(rows, order, middle, to, out);
    }
  }

  /** A trainer without a library. */
  private abstract static class Made implements TreeTrainer {
    abstract FlatTrees make(TabularRows rows);

    @Override
    public String name() {
      return "made";
    }

    @Override
    public NativeTrees fit(TabularRows rows, TrainingProgress progress) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FlatTrees train(TabularRows rows, TabularRows proof, TrainingProgress progress) {
      return make(rows);
    }
  }

  private static final class Constant extends Made {
    @Override
    FlatTrees make(TabularRows rows) {
      return new FlatTreesBuilder(Arithmetic.FLOAT64, 2, 0.01).build();
    }
  }

  @Test
  void aBaseThatLearnsByHeartGetsNoWeight() throws InterruptedException {
    TabularRows rows = rows();
    StackTrainer trainer = new StackTrainer(rows, FOLDS);
    TrainedStack stack =
        trainer.train(new Memoriser(), BOOSTED, new Constant(), TrainingProgress.SILENT);

    double[] weights = stack.ensemble().stack().weights();
    assertThat(weights[0]).as("memoriser").isLessThan(0.05);
    assertThat(weights[1]).as("boosted trees").isGreaterThan(0.5);
    // What would be, were the bases asked about rows that they know.
    double[][] known = new double[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      known[i] = stack.ensemble().answer(rows.row(i)).bases();
    }
    assertThat(MetaLearner.fit(known, rows.labels(), ROWS).weights()[0])
        .as("memoriser in-sample")
        .isCloseTo(1, within(0.01));
  }

  @Test
  void baseModelsOfTheReleaseLearnFromAllRows() throws InterruptedException {
    TabularRows rows = rows();
    BaseModel base =
        new StackTrainer(rows, FOLDS).trainBase(new Memoriser(), TrainingProgress.SILENT);
    for (int i = 0; i < ROWS; i++) {
      assertThat(base.trees().predict(rows.row(i))).isEqualTo(rows.labels()[i]);
    }
  }

  /** Each fold's models get its training rows, and all rows at the end, and nothing else. */
  @Test
  void foldsTrainOnTheirOwnRows() throws InterruptedException {
    TabularRows rows = rows();
    List<Integer> sizes = new ArrayList<>();
    List<Double> last = new ArrayList<>();
    TreeTrainer spy =
        new Made() {
          @Override
          FlatTrees make(TabularRows given) {
            sizes.add(given.rows());
            last.add(given.values()[2 * (given.rows() - 1)]);
            return new Constant().make(given);
          }
        };
    new StackTrainer(rows, FOLDS).trainBase(spy, TrainingProgress.SILENT);
    assertThat(sizes).containsExactly(1_190, 1_790, 2_390, ROWS);
    assertThat(last)
        .containsExactly(
            rows.values()[2 * 1_189],
            rows.values()[2 * 1_789],
            rows.values()[2 * 2_389],
            rows.values()[2 * (ROWS - 1)]);
  }

  /**
   * Labels from a fold's purge on, changed to anything, change no answer up to that fold: neither
   * its bases nor its meta-learner have seen them. Later answers do change.
   */
  @Test
  void answersOutOfFoldKnowNoLaterLabel() throws InterruptedException {
    TabularRows rows = rows();
    OutOfFold expected = outOfFold(rows);
    assertThat(expected.rows()).containsExactly(IntStream.range(1_200, 3_000).toArray());
    assertThat(expected.answers()).hasSize(1_800);
    int[] purges = {1_190, 1_790, 2_390};
    for (int fold = 0; fold < 3; fold++) {
      double[] labels = rows.labels().clone();
      for (int i = purges[fold]; i < ROWS; i++) {
        labels[i] = 10 * labels[(i * 7) % ROWS] + 3;
      }
      OutOfFold got = outOfFold(new TabularRows(2, rows.values(), labels));
      int until = 600 * (fold + 1);
      assertThat(values(got).subList(0, until)).isEqualTo(values(expected).subList(0, until));
      if (fold < 2) {
        assertThat(values(got).get(until)).isNotEqualTo(values(expected).get(until));
      }
    }
  }

  @Test
  void theFirstFoldIsAnsweredByTheMean() throws InterruptedException {
    OutOfFold outOfFold = outOfFold(rows());
    assertThat(outOfFold.weights()).hasSize(3);
    assertThat(outOfFold.weights().get(0).weights()).containsExactly(1 / 3.0, 1 / 3.0, 1 / 3.0);
    assertThat(outOfFold.weights().get(1).weights()[1]).isGreaterThan(0.3);
    EnsembleAnswer first = outOfFold.answers().get(0);
    double mean = (first.bases()[0] + first.bases()[1] + first.bases()[2]) / 3;
    assertThat(first.value()).isCloseTo(Math.max(-1, Math.min(1, mean)), within(1e-12));
  }

  @Test
  void rollingFoldsKeepWhatEarlierFoldsAnswered() throws InterruptedException {
    List<StackFold> rolling =
        List.of(
            StackFold.of(0, 1_190, 1_200, 1_800),
            // Trains on none of the rows that the first fold answered but the last 90.
            StackFold.of(1_700, 1_790, 1_800, 3_000));
    TrainedStack stack =
        new StackTrainer(rows(), rolling)
            .train(new Memoriser(), BOOSTED, new Constant(), TrainingProgress.SILENT);
    assertThat(stack.outOfFold().weights().get(1).weights())
        .as("fitted, on 590 rows")
        .isNotEqualTo(MetaLearner.equalWeights().weights());
  }

  @Test
  void foldsThatLookBackAreRefused() {
    assertThatThrownBy(() -> StackFold.of(0, 11, 10, 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("train must be before test: last=10 first=10");
    assertThatThrownBy(() -> StackFold.of(10, 20, 0, 10))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StackFold.of(0, 0, 0, 10)).hasMessage("train must hold a row: 0");
    assertThatThrownBy(() -> StackFold.of(0, 5, 10, 10)).hasMessage("test must hold a row: 0");
    assertThatThrownBy(() -> new StackFold(new int[] {0, 2, 1}, new int[] {3}))
        .hasMessage("train must be ascending: 1 after=2");
    assertThatThrownBy(() -> new StackTrainer(rows(), List.of()))
        .hasMessage("folds must be at least one: 0");
    assertThatThrownBy(
            () ->
                new StackTrainer(
                    rows(), List.of(StackFold.of(0, 5, 10, 20), StackFold.of(0, 5, 19, 30))))
        .hasMessage("folds must test rows one after the other: last=19 next=19");
    assertThatThrownBy(() -> new StackTrainer(rows(), List.of(StackFold.of(0, 5, 10, 3_001))))
        .hasMessage("folds must be within the rows: 3000 of=3000");
  }

  private static OutOfFold outOfFold(TabularRows rows) throws InterruptedException {
    return new StackTrainer(rows, FOLDS)
        .train(new Memoriser(), BOOSTED, new Constant(), TrainingProgress.SILENT)
        .outOfFold();
  }

  private static List<Double> values(OutOfFold outOfFold) {
    return outOfFold.answers().stream().map(EnsembleAnswer::value).toList();
  }
}
