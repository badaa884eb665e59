package io.minhos.benchmarks;

import io.minhos.domain.features.FeatureSchema;
import io.minhos.engines.ensemble.StackWeights;
import io.minhos.engines.ensemble.StackedEnsemble;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.retraining.trees.BitEquality;
import io.minhos.retraining.trees.BoostingConfig;
import io.minhos.retraining.trees.ForestConfig;
import io.minhos.retraining.trees.ForestTrainer;
import io.minhos.retraining.trees.LightGbmTrainer;
import io.minhos.retraining.trees.NativeTrees;
import io.minhos.retraining.trees.TabularRows;
import io.minhos.retraining.trees.TrainingProgress;
import io.minhos.retraining.trees.TreeTrainer;
import io.minhos.retraining.trees.XGBoostTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The ensemble's models in a folder, each as flat trees and as its library stores it: trained once
 * and loaded by every JVM that measures.
 */
final class TrainedTrees {

  /** System property that names the folder to the JVMs that JMH starts. */
  static final String FOLDER = "minhos.benchmarks.trees";

  private static final int SEED = 42;
  private static final int FEATURES = FeatureSchema.TABULAR.size();

  private final Path folder;

  TrainedTrees(Path folder) {
    this.folder = folder;
  }

  /** The folder that {@link #FOLDER} names. */
  static TrainedTrees ofProperty() {
    String folder = System.getProperty(FOLDER);
    if (folder == null) {
      throw new IllegalStateException("start bin/benchmarks: no folder of models in " + FOLDER);
    }
    return new TrainedTrees(Path.of(folder));
  }

  /**
   * Trains the three as the retraining job does by default (100 trees each) and proves each export
   * bit-equal on its training rows, with and without missing values.
   *
   * @param rows to learn from; the forest's trees reach their depth of 8 from about 20,000 on
   */
  void train(int rows) throws IOException, InterruptedException {
    TabularRows learned = rows(rows, SEED);
    for (TreeTrainer trainer :
        List.of(
            new ForestTrainer(ForestConfig.defaults(), SEED),
            new XGBoostTrainer(BoostingConfig.defaults(), SEED),
            new LightGbmTrainer(BoostingConfig.defaults(), SEED))) {
      try (NativeTrees trained = trainer.fit(learned, TrainingProgress.SILENT)) {
        FlatTrees flat = trained.export();
        BitEquality.verify(trainer.name(), trained, flat, learned);
        Files.write(folder.resolve(trainer.name() + ".trees"), flat.toBytes());
        Files.write(folder.resolve(trainer.name() + ".library"), trained.toLibraryFormat());
      }
    }
  }

  /**
   * Gaussian features, rounded to floats, and labels in ±1 that hang on them weakly, as returns do:
   * most of a tree's splits are on noise.
   */
  static TabularRows rows(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[rows * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    double[] labels = new double[rows];
    for (int row = 0; row < rows; row++) {
      int at = row * FEATURES;
      double signal = values[at] * values[at + 1] + values[at + 2];
      labels[row] = Math.max(-1, Math.min(1, 0.1 * signal + 0.4 * random.nextGaussian()));
    }
    return new TabularRows(FEATURES, values, labels);
  }

  FlatTrees flat(String model) throws IOException {
    return FlatTrees.fromBytes(Files.readAllBytes(folder.resolve(model + ".trees")));
  }

  /** The same model in the memory of its library. */
  LibraryTrees library(String model) throws IOException {
    byte[] file = Files.readAllBytes(folder.resolve(model + ".library"));
    return model.equals("lightgbm")
        ? new LibraryTrees.LightGbm(file)
        : new LibraryTrees.XGBoost(file);
  }

  /** All three under equal weights: what the weights are takes no time. */
  StackedEnsemble stack() throws IOException {
    double third = 1.0 / StackWeights.BASES;
    return new StackedEnsemble(
        flat("forest"),
        flat("xgboost"),
        flat("lightgbm"),
        new StackWeights(0, new double[] {third, third, third}));
  }
}
