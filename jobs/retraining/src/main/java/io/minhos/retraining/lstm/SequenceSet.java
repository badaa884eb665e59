package io.minhos.retraining.lstm;

/**
 * Scaled vectors and the sequences among them. A vector is kept once, however many sequences hold
 * it: 304,000 bars of 8 features take 10 MB, as sequences of 20 they would take 195.
 *
 * @param steps vectors in a sequence
 * @param features values in a vector
 * @param vectors vectors × features, row-major, already scaled by a scaler that was fitted on the
 *     training part alone; those of a sequence follow each other
 * @param rows the sequences
 */
public record SequenceSet(int steps, int features, float[] vectors, SequenceRows rows) {

  public SequenceSet {
    if (steps < 1 || features < 1 || vectors.length % features != 0) {
      throw new IllegalArgumentException(
          "vectors must be a multiple of features, at least 1: "
              + vectors.length
              + " of "
              + features);
    }
    for (int row = 0; row < rows.size(); row++) {
      int end = rows.ends()[row];
      if (end < steps - 1 || end >= vectors.length / features) {
        throw new IllegalArgumentException(
            "ends must be in ["
                + (steps - 1)
                + ", "
                + vectors.length / features
                + "): "
                + end
                + " in row "
                + row);
      }
    }
    for (int i = 0; i < vectors.length; i++) {
      if (!Float.isFinite(vectors[i])) {
        throw new IllegalArgumentException(
            "vectors must be finite: " + vectors[i] + " in vector " + i / features);
      }
    }
  }

  /** Values in a sequence. */
  public int width() {
    return steps * features;
  }

  /** Copies a row's sequence, oldest step first, to {@code out} from {@code offset} on. */
  public void copy(int row, float[] out, int offset) {
    int first = rows.ends()[row] - steps + 1;
    System.arraycopy(vectors, first * features, out, offset, width());
  }

  /** The sequences of the rows in [from, to), one behind the other, as models take them. */
  public float[] sequences(int from, int to) {
    float[] out = new float[(to - from) * width()];
    for (int row = from; row < to; row++) {
      copy(row, out, (row - from) * width());
    }
    return out;
  }
}
