package io.minhos.domain.inference;

/** Answers one row of features, with what its base models say. Not for several threads. */
public interface EnsembleModel {

  /**
   * The answer to a row.
   *
   * @param features one value per feature of the model's schema, in its order; not changed
   * @throws IllegalArgumentException if it is of another length
   */
  EnsembleAnswer answer(double[] features);
}
