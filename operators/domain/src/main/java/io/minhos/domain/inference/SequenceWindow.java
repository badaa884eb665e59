package io.minhos.domain.inference;

import io.minhos.domain.features.FeatureVector;

/**
 * The last warm vectors of a symbol, as a sequence model is asked with them.
 *
 * @param values count × features, row-major, oldest first; never written to
 * @param count how many vectors, at most the length of a sequence
 */
@SuppressWarnings("ArrayRecordComponent") // Flink writes double[] fast; windows are not compared.
public record SequenceWindow(double[] values, int count) {

  public static SequenceWindow empty() {
    return new SequenceWindow(new double[0], 0);
  }

  /** This window with {@code vector} at its end; without it where it is not warm. */
  public SequenceWindow plus(FeatureVector vector, int length) {
    if (!vector.warm()) {
      return this;
    }
    int size = vector.values().length;
    int kept = Math.min(count, length - 1);
    double[] next = new double[(kept + 1) * size];
    System.arraycopy(values, (count - kept) * size, next, 0, kept * size);
    System.arraycopy(vector.values(), 0, next, kept * size, size);
    return new SequenceWindow(next, kept + 1);
  }
}
