package io.minhos.domain.inference;

/** Answers one row of features, with what its base models say. Not for several threads. */
public interface EnsembleModel {

  /**
   * The answer to a row.
   *
   * @param features one finite value per feature of the model's schema, in its order; not changed
   */
  EnsembleAnswer answer(double[] features);
}
