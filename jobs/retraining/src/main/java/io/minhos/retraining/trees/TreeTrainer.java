package io.minhos.retraining.trees;

import io.minhos.engines.trees.FlatTrees;

/**
 * Grows trees on labelled rows, for the squared error if it says nothing else. The same rows,
 * configuration and seed give the same trees on the same machine: one thread, no clock.
 */
public interface TreeTrainer {

  /** What the model is called in progress, refusals and releases, such as {@code forest}. */
  String name();

  /**
   * Trains in the native library.
   *
   * @throws InterruptedException if the thread is interrupted, which is looked at between rounds
   * @throws TrainingException if the library refuses, or finds nothing to learn from
   */
  NativeTrees fit(TabularRows rows, TrainingProgress progress) throws InterruptedException;

  /**
   * Trains, exports, and proves the export on {@code proof} by {@link BitEquality}.
   *
   * @throws InterruptedException as {@link #fit}
   * @throws TrainingException as {@link #fit}, or if library and export answer one row differently
   */
  default FlatTrees train(TabularRows rows, TabularRows proof, TrainingProgress progress)
      throws InterruptedException {
    NativeTrees trained = fit(rows, progress);
    try {
      FlatTrees exported = trained.export();
      BitEquality.verify(name(), trained, exported, proof);
      return exported;
    } finally {
      trained.close();
    }
  }
}
