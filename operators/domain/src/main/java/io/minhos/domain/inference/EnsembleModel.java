package io.minhos.domain.inference;

import java.util.ArrayList;
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

  /**
   * What is told of many rows, with what the release says of it: the one way to ask, of streams and
   * of queries.
   *
   * @param threshold of the value, up to which the direction is NEUTRAL
   */
  default List<Prediction> predict(ModelRelease release, double threshold, double[][] rows) {
    List<Prediction> predictions = new ArrayList<>(rows.length);
    for (EnsembleAnswer answer : answer(rows)) {
      Prediction raw =
          Prediction.of(
              release,
              answer.value(),
              threshold,
              answer.agreement(),
              Arrays.stream(answer.bases()).boxed().toList());
      predictions.add(facts().of(raw, rows[predictions.size()], 0));
    }
    return predictions;
  }

  /** What its release says of it. */
  default ReleaseFacts facts() {
    return ReleaseFacts.NONE;
  }
}
