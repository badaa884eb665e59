package io.minhos.engines.ensemble;

/** Answers one row of features with a direction, and says how far its members agree. */
public interface EnsembleModel {

  /** Length of the rows that it answers. */
  int features();

  /**
   * The model's answer for a row.
   *
   * @param features one value per feature of the model's schema, in its order; not changed
   * @throws IllegalArgumentException if it is of another length
   */
  EnsembleAnswer answer(double[] features);
}
