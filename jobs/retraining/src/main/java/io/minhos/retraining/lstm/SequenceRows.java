package io.minhos.retraining.lstm;

import java.util.BitSet;

/**
 * Sequences by where they end in a list of vectors, with what followed. Rows are sorted by time.
 *
 * @param ends index of the sequence's last vector
 * @param labels what the network is to answer, in [−1, 1]
 * @param times event time of the last vector, epoch milliseconds
 */
public record SequenceRows(int[] ends, float[] labels, long[] times) {

  /**
   * A chronological cut.
   *
   * @param training the first rows, from 0 to here, exclusive
   * @param validation the last rows, from here to the end
   */
  public record Split(int training, int validation) {}

  public SequenceRows {
    if (labels.length != ends.length || times.length != ends.length) {
      throw new IllegalArgumentException(
          "ends, labels and times must be equally many: "
              + ends.length
              + ", "
              + labels.length
              + ", "
              + times.length);
    }
    for (int row = 0; row < ends.length; row++) {
      if (!(labels[row] >= -1 && labels[row] <= 1)) {
        throw new IllegalArgumentException(
            "labels must be in [-1, 1]: " + labels[row] + " in row " + row);
      }
      if (row > 0 && times[row] < times[row - 1]) {
        throw new IllegalArgumentException(
            "rows must be sorted by time: row " + row + " is before row " + (row - 1));
      }
    }
  }

  public int size() {
    return ends.length;
  }

  /**
   * The last {@code share} of the distinct event times for validation, at least one, and the rest
   * but its last {@code purge} times for training. Rows of one time stay together.
   *
   * @throws IllegalArgumentException if nothing is left to train on
   */
  public Split split(double share, int purge) {
    int distinct = 0;
    for (int row = 0; row < size(); row++) {
      distinct += startsTime(row) ? 1 : 0;
    }
    int tail = Math.max(1, (int) Math.round(share * distinct));
    int head = distinct - tail - purge;
    if (head < 1) {
      throw new IllegalArgumentException(
          "times must be > "
              + (tail + purge)
              + " for a validation share of "
              + share
              + " and "
              + purge
              + " purged: "
              + distinct);
    }
    return new Split(rowsOf(head), rowsOf(head + purge));
  }

  private boolean startsTime(int row) {
    return row == 0 || times[row] != times[row - 1];
  }

  /** Rows of the first {@code count} times. */
  private int rowsOf(int count) {
    int seen = 0;
    for (int row = 0; row < size(); row++) {
      seen += startsTime(row) ? 1 : 0;
      if (seen > count) {
        return row;
      }
    }
    return size();
  }

  /**
   * Indexes of the vectors that the rows in [from, to) see: what a scaler may be fitted on.
   *
   * @param steps vectors in a sequence
   */
  public BitSet vectors(int from, int to, int steps) {
    BitSet seen = new BitSet();
    for (int row = from; row < to; row++) {
      seen.set(ends[row] - steps + 1, ends[row] + 1);
    }
    return seen;
  }
}
