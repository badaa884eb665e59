package io.minhos.domain.inference;

import java.util.Arrays;
import java.util.List;

/** Answers rows of features, with what its base models say. Not for several threads. */
public interface EnsembleModel {

  /**
   * The answer to a row.
   *
   * @param features one value per feature of the model's schema, in its order; not changed
   * @throws IllegalArgumentException if it is of another length
   */
  EnsembleAnswer answer(double[] features);

  /** The answers to many rows, each that which the row alone would get. */
  default List<EnsembleAnswer> answer(double[][] rows) {
    return Arrays.stream(rows).map(this::answer).toList();
  }

  /** What its release says of it. */
  default ReleaseFacts facts() {
    return ReleaseFacts.NONE;
  }
}
