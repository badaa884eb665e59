package io.minhos.domain.inference;

/** Answers one row of features. Not for several threads unless an implementation says so. */
public interface TabularModel {

  /**
   * The model's value for a row.
   *
   * @param features one finite value per feature of the model's schema, in its order; not changed
   */
  double predict(double[] features);
}
