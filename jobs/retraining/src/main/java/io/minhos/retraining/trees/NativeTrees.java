package io.minhos.retraining.trees;

import io.minhos.engines.trees.FlatTrees;

/** Trained trees in the memory of their native library. Not for several threads. */
public interface NativeTrees extends AutoCloseable {

  /**
   * The library's answers, one a row.
   *
   * @throws TrainingException if the library refuses: XGBoost takes no infinite values
   */
  double[] predict(TabularRows rows);

  /**
   * The trees as flat arrays.
   *
   * @throws TrainingException if the model holds what flat arrays cannot, such as categories
   */
  FlatTrees export();

  /**
   * The model as its library stores it: XGBoost's JSON, LightGBM's text, UTF-8.
   *
   * @throws TrainingException if the library refuses
   */
  byte[] toLibraryFormat();

  /** Frees the native memory. */
  @Override
  void close();
}
