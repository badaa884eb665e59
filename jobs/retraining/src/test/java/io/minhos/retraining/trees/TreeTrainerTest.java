package io.minhos.retraining.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.engines.trees.FlatTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TreeTrainerTest {

  private static final BoostingConfig BOOSTING = new BoostingConfig(20, 0.1, 4, 20, 0.7, 0.7, 1);
  private static final ForestConfig FOREST = new ForestConfig(20, 6, 20, 0.63, 0.6, 1);
  private static final TabularRows ROWS = rows(2_000, 5);

  static List<TreeTrainer> trainers() {
    return trainers(17);
  }

  private static List<TreeTrainer> trainers(int seed) {
    return List.of(
        new ForestTrainer(FOREST, seed),
        new XGBoostTrainer(BOOSTING, seed),
        new LightGbmTrainer(BOOSTING, seed));
  }

  private static TabularRows rows(int rows, long seed) {
    Random random = new Random(seed);
    double[] values = new double[8 * rows];
    double[] labels = new double[rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    for (int i = 0; i < rows; i++) {
      double signal = values[8 * i] * values[8 * i + 1] + values[8 * i + 2];
      labels[i] = Math.max(-1, Math.min(1, 0.4 * signal + 0.6 * random.nextGaussian()));
    }
    return new TabularRows(8, values, labels);
  }

  @AfterEach
  void clearInterruption() {
    assertThat(Thread.interrupted()).as("an interruption that nobody saw").isFalse();
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void theSameSeedGivesTheSameTrees(TreeTrainer trainer) throws InterruptedException {
    byte[] once = trainer.train(ROWS, ROWS, TrainingProgress.SILENT).toBytes();
    assertThat(trainer.train(ROWS, ROWS, TrainingProgress.SILENT).toBytes()).isEqualTo(once);
    TreeTrainer other =
        trainers(18).stream().filter(t -> t.name().equals(trainer.name())).findFirst().get();
    assertThat(other.train(ROWS, ROWS, TrainingProgress.SILENT).toBytes()).isNotEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void learnsWhatThereIs(TreeTrainer trainer) throws InterruptedException {
    FlatTrees trees = trainer.train(ROWS, ROWS, TrainingProgress.SILENT);
    TabularRows fresh = rows(2_000, 6);
    int right = 0;
    for (int i = 0; i < fresh.rows(); i++) {
      right += trees.predict(fresh.row(i)) > 0 == fresh.labels()[i] > 0 ? 1 : 0;
    }
    // By chance 0.5 ± 0.011.
    assertThat(right / 2_000.0).isGreaterThan(0.62);
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void progressFallsFromRoundToRound(TreeTrainer trainer) throws InterruptedException {
    List<Integer> rounds = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    trainer.train(
        ROWS,
        ROWS,
        (name, round, of, loss) -> {
          assertThat(name).isEqualTo(trainer.name());
          assertThat(of).isEqualTo(trainer instanceof ForestTrainer ? 1 : 20);
          rounds.add(round);
          losses.add(loss);
        });
    assertThat(rounds).first().isEqualTo(1);
    assertThat(rounds).last().isEqualTo(trainer instanceof ForestTrainer ? 1 : 20);
    double variance = 0;
    for (double label : ROWS.labels()) {
      variance += label * label / ROWS.rows();
    }
    assertThat(losses.get(0)).isPositive().isLessThan(variance);
    assertThat(losses).last().satisfies(l -> assertThat(l).isLessThanOrEqualTo(losses.get(0)));
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void anInterruptionStopsIt(TreeTrainer trainer) {
    List<Integer> rounds = new ArrayList<>();
    assertThatThrownBy(
            () ->
                trainer.train(
                    ROWS,
                    ROWS,
                    (name, round, of, loss) -> {
                      rounds.add(round);
                      if (round == Math.min(3, of)) {
                        Thread.currentThread().interrupt();
                      }
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(rounds).last().isEqualTo(trainer instanceof ForestTrainer ? 1 : 3);
  }

  /** The minimum of rows in a leaf holds: a sample of half the rows, a tenth of them a leaf. */
  @ParameterizedTest
  @MethodSource("trainers")
  void fewRowsForALeafMakeNoLeaf(TreeTrainer trainer) throws InterruptedException {
    TabularRows few = rows(30, 1);
    FlatTrees trees = trainer.train(few, few, TrainingProgress.SILENT);
    assertThat(trees.nodes()).as("leaves alone").isEqualTo(trees.trees());
  }

  @Test
  void configurationSaysItsBounds() {
    assertThatThrownBy(() -> new BoostingConfig(0, 0.1, 4, 1, 1, 1, 0))
        .hasMessage("boosting.trees must be > 0: 0");
    assertThatThrownBy(() -> new BoostingConfig(1, 0, 4, 1, 1, 1, 0))
        .hasMessage("boosting.learningRate must be in (0, 1]: 0.0");
    assertThatThrownBy(() -> new BoostingConfig(1, 1, 17, 1, 1, 1, 0))
        .hasMessage("boosting.maxDepth must be in [1, 16]: 17");
    assertThatThrownBy(() -> new BoostingConfig(1, 1, 1, 0, 1, 1, 0))
        .hasMessage("boosting.minLeafRows must be > 0: 0");
    assertThatThrownBy(() -> new BoostingConfig(1, 1, 1, 1, 1.1, 1, 0))
        .hasMessage("boosting.rowSample must be in (0, 1]: 1.1");
    assertThatThrownBy(() -> new BoostingConfig(1, 1, 1, 1, 1, Double.NaN, 0))
        .hasMessage("boosting.columnSample must be in (0, 1]: NaN");
    assertThatThrownBy(() -> new BoostingConfig(1, 1, 1, 1, 1, 1, -1))
        .hasMessage("boosting.l2 must be >= 0: -1.0");
    assertThatThrownBy(() -> new ForestConfig(100, 0, 1, 1, 1, 0))
        .hasMessage("forest.maxDepth must be in [1, 16]: 0");
    assertThat(ForestConfig.defaults().rowSample()).isEqualTo(0.63);
    assertThat(BoostingConfig.defaults().trees()).isEqualTo(100);
  }

  @Test
  void rowsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new TabularRows(2, new double[3], new double[2]))
        .hasMessage("values must be rows × features: rows=2 features=2 got=3");
    assertThatThrownBy(() -> new TabularRows(1, new double[1], new double[] {Double.NaN}))
        .hasMessage("labels must be finite: row=0 NaN");
  }
}
