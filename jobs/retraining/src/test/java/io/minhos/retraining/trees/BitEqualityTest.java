package io.minhos.retraining.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.engines.trees.Arithmetic;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.engines.trees.FlatTreesBuilder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BitEqualityTest {

  private static final int SEED = 7;

  /** Overfitted on purpose: thresholds everywhere. */
  private static final BoostingConfig BOOSTING = new BoostingConfig(100, 0.1, 6, 3, 0.8, 0.8, 0.5);

  private static final ForestConfig FOREST = new ForestConfig(100, 8, 3, 0.63, 0.6, 0.5);

  private static TabularRows training;

  @BeforeAll
  static void makeRows() {
    training = HardRows.training(6_000, SEED);
  }

  static List<TreeTrainer> trainers() {
    return List.of(
        new ForestTrainer(FOREST, SEED),
        new XGBoostTrainer(BOOSTING, SEED),
        new LightGbmTrainer(BOOSTING, SEED));
  }

  /** Margins, of labels of 0 and 1. */
  @Test
  void exportedClassifiersAnswerTheLibrarysMargins() throws InterruptedException {
    double[] labels = Arrays.stream(training.labels()).map(label -> label > 0 ? 1 : 0).toArray();
    TabularRows wins = new TabularRows(HardRows.FEATURES, training.values(), labels);
    NativeTrees trained =
        new XGBoostClassifier("winprob", BOOSTING, SEED).fit(wins, TrainingProgress.SILENT);
    try {
      FlatTrees exported = trained.export();
      assertThat(exported.trees()).isEqualTo(100);
      assertThat(exported.nodes()).as("trees that say something").isGreaterThan(2_000);
      BitEquality.verify(
          "winprob", trained, exported, HardRows.asked(50_000, SEED + 1, Float.MAX_VALUE));
      // Margins reach beyond what chances could.
      double[] margins = trained.predict(wins);
      assertThat(Arrays.stream(margins).max().orElseThrow()).isGreaterThan(1);
      assertThat(Arrays.stream(margins).min().orElseThrow()).isLessThan(-1);
    } finally {
      trained.close();
    }
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void exportedTreesAnswerAsTheLibraryDoes(TreeTrainer trainer) throws InterruptedException {
    // XGBoost takes no infinite values, nor what float makes infinite.
    boolean doubles = trainer instanceof LightGbmTrainer;
    double limit = doubles ? Double.POSITIVE_INFINITY : Float.MAX_VALUE;
    TabularRows asked = HardRows.asked(50_000, SEED + 1, limit);

    NativeTrees trained = trainer.fit(training, TrainingProgress.SILENT);
    try {
      FlatTrees exported = trained.export();
      assertThat(exported.trees()).isEqualTo(100);
      assertThat(exported.nodes()).as("trees that say something").isGreaterThan(2_000);
      assertThat(exported.arithmetic())
          .isEqualTo(doubles ? Arithmetic.FLOAT64 : Arithmetic.FLOAT32);
      BitEquality.verify(trainer.name(), trained, exported, asked);

      byte[] bytes = exported.toBytes();
      assertThat(FlatTrees.fromBytes(bytes).toBytes()).isEqualTo(bytes);
    } finally {
      trained.close();
    }
  }

  /**
   * Where no NaN was in training, NaN is zero to LightGBM, and the default direction says nothing.
   */
  @Test
  void nanIsZeroToLightGbmWhereTrainingHadNone() throws InterruptedException {
    double[] values = new double[2_000];
    double[] labels = new double[2_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 20 - 10.5;
      labels[i] = values[i] > -3 ? 1 : -1;
    }
    TabularRows rows = new TabularRows(1, values, labels);
    FlatTrees trees =
        new LightGbmTrainer(BOOSTING, SEED).train(rows, rows, TrainingProgress.SILENT);
    double missing = trees.predict(new double[] {Double.NaN});
    assertThat(missing).isEqualTo(trees.predict(new double[] {0}));
    assertThat(missing).isNotEqualTo(trees.predict(new double[] {-10}));
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void labelsWithoutAnyVarianceMakeAConstant(TreeTrainer trainer) throws InterruptedException {
    double[] labels = new double[500];
    Arrays.fill(labels, 0.25);
    TabularRows rows =
        new TabularRows(HardRows.FEATURES, training.select(first(500)).values(), labels);
    FlatTrees trees = trainer.train(rows, rows, TrainingProgress.SILENT);
    assertThat(trees.predict(rows.row(0))).isEqualTo(0.25);
  }

  @Test
  void oneWrongBitIsFound() throws InterruptedException {
    TreeTrainer trainer = new XGBoostTrainer(new BoostingConfig(3, 0.1, 2, 3, 1, 1, 1), SEED);
    NativeTrees trained = trainer.fit(training, TrainingProgress.SILENT);
    try {
      FlatTrees right = trained.export();
      BitEquality.verify("xgboost", trained, right, training);
      FlatTreesBuilder wrong = new FlatTreesBuilder(Arithmetic.FLOAT32, HardRows.FEATURES, 0);
      wrong.leaf(Math.nextUp((float) right.predict(training.row(0))));
      assertThatThrownBy(() -> BitEquality.verify("xgboost", trained, wrong.build(), training))
          .isInstanceOf(TrainingException.class)
          .hasMessageStartingWith("EXPORT_DIFFERS: model=xgboost row=0 library=");
    } finally {
      trained.close();
    }
  }

  /** A default direction shows on rows with NaN alone; those are asked even where none is given. */
  @Test
  void aWrongDefaultDirectionIsFoundOnRowsWithoutNan() throws InterruptedException {
    double[] values = new double[400];
    double[] labels = new double[400];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
      labels[i] = i < 200 ? -1 : 1;
    }
    TabularRows rows = new TabularRows(1, values, labels);
    TreeTrainer trainer = new XGBoostTrainer(new BoostingConfig(1, 1, 1, 1, 1, 1, 0), SEED);
    NativeTrees trained = trainer.fit(rows, TrainingProgress.SILENT);
    try {
      double low = trained.predict(rows.select(first(1)))[0];
      double high = trained.predict(rows)[399];
      double nan = trained.export().predict(new double[] {Double.NaN});
      FlatTrees wrong =
          new FlatTreesBuilder(Arithmetic.FLOAT32, 1, 0)
              .split(0, 200, nan != low)
              .leaf(low)
              .leaf(high)
              .build();
      assertThatThrownBy(() -> BitEquality.verify("xgboost", trained, wrong, rows))
          .hasMessageContaining("values=[NaN]");
    } finally {
      trained.close();
    }
  }

  @Test
  void nothingIsProvenOnNoRows() throws InterruptedException {
    TreeTrainer trainer = new XGBoostTrainer(new BoostingConfig(1, 1, 1, 1, 1, 1, 0), SEED);
    assertThatThrownBy(
            () -> trainer.train(training, training.select(new int[0]), TrainingProgress.SILENT))
        .hasMessage("EXPORT_UNPROVEN: model=xgboost rows=0");
  }

  @Test
  void whatTheLibraryRefusesIsSaid() {
    TabularRows infinite =
        new TabularRows(1, new double[] {1, Double.POSITIVE_INFINITY}, new double[] {0, 1});
    assertThatThrownBy(
            () ->
                new XGBoostTrainer(BOOSTING, SEED)
                    .train(infinite, infinite, TrainingProgress.SILENT))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("TRAINING_FAILED: model=xgboost ");
  }

  private static int[] first(int rows) {
    int[] indices = new int[rows];
    Arrays.setAll(indices, i -> i);
    return indices;
  }
}
