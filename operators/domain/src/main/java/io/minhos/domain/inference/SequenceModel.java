package io.minhos.domain.inference;

/**
 * Answers sequences of feature vectors, many at once. The answer to a sequence does not hang on
 * which others are asked with it. Not for several threads.
 */
public interface SequenceModel extends AutoCloseable {

  /** Vectors in a sequence. */
  int steps();

  /** Values in a vector. */
  int features();

  /**
   * The model's values for {@code rows} sequences.
   *
   * @param sequences rows × steps × features, row-major, oldest step first, scaled as the model was
   *     trained
   * @param rows how many sequences, at least 1
   * @param out takes one value a sequence in its first {@code rows} places
   */
  void predict(float[] sequences, int rows, float[] out);

  @Override
  void close();
}
