package io.minhos.domain.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walk-forward splits with purge and embargo (López de Prado 2018, ch. 7). The times after the
 * first training part are divided into test parts of equal length, to within one time; each is
 * tested by what is trained on the past before it, so training never follows its test.
 *
 * <pre>
 *   train ───────────►│ purge + embargo │ test 0 │
 *   train ─────────────────────►│ purge + embargo │ test 1 │
 * </pre>
 *
 * <p>Rows of one event time (many symbols) are never divided. The bars left out are counted; where
 * bars are missing, a label's true end may lie later than counted, and the training part ends
 * before the first row whose label reaches the test part.
 */
public final class WalkForward {

  private WalkForward() {}

  /**
   * Divides rows into folds.
   *
   * @param times event times of the rows, ascending, equal ones allowed
   * @param labelEnds for each row the event time from which its label is known, not before its time
   * @throws IllegalArgumentException if the rows are too few for a part to have any
   */
  public static List<Fold> folds(long[] times, long[] labelEnds, SplitConfig config) {
    int[] starts = starts(times, labelEnds);
    int bars = starts.length - 1;
    int first = (int) (bars * config.trainFraction());
    int gap = config.purgeBars() + config.embargoBars();
    if (bars - first < config.folds() || first <= gap) {
      throw new IllegalArgumentException(
          "distinct times must be enough for "
              + config.folds()
              + " test parts after "
              + gap
              + " times left out: "
              + bars);
    }
    List<Fold> folds = new ArrayList<>();
    for (int i = 0; i < config.folds(); i++) {
      int from = first + part(i, bars - first, config.folds());
      int to = first + part(i + 1, bars - first, config.folds());
      folds.add(fold(i, times, labelEnds, starts, from, to, from - gap, config.maxTrainBars()));
    }
    return folds;
  }

  private static Fold fold(
      int number,
      long[] times,
      long[] labelEnds,
      int[] starts,
      int testFrom,
      int testTo,
      int trainTo,
      int maxTrainBars) {
    long testTime = times[starts[testFrom]];
    int purgedTo = 0;
    while (purgedTo < trainTo
        && latest(labelEnds, starts[purgedTo], starts[purgedTo + 1]) < testTime) {
      purgedTo++;
    }
    if (purgedTo == 0) {
      throw new IllegalArgumentException(
          "labels must end before the test part at " + testTime + ": fold " + number);
    }
    // The rolling window is counted back from what the purge left, so that it keeps its length.
    int trainFrom = maxTrainBars == 0 ? 0 : Math.max(0, purgedTo - maxTrainBars);
    return new Fold(
        number,
        new IndexRange(starts[trainFrom], starts[purgedTo]),
        new IndexRange(starts[testFrom], starts[testTo]),
        times[starts[trainFrom]],
        times[starts[purgedTo]],
        testTime,
        times[starts[testTo] - 1] + 1);
  }

  private static long latest(long[] labelEnds, int from, int to) {
    long latest = Long.MIN_VALUE;
    for (int row = from; row < to; row++) {
      latest = Math.max(latest, labelEnds[row]);
    }
    return latest;
  }

  /** Where part i of {@code parts} begins in {@code size} places. */
  static int part(int i, int size, int parts) {
    return (int) ((long) i * size / parts);
  }

  /** First row of each distinct time, and the number of rows at the end. */
  private static int[] starts(long[] times, long[] labelEnds) {
    if (labelEnds.length != times.length) {
      throw new IllegalArgumentException(
          "labelEnds must be " + times.length + " long: " + labelEnds.length);
    }
    int[] starts = new int[times.length + 1];
    int bars = 0;
    for (int row = 0; row < times.length; row++) {
      if (labelEnds[row] < times[row]) {
        throw new IllegalArgumentException(
            "label must not end before " + times[row] + ": " + labelEnds[row]);
      }
      if (row > 0 && times[row] < times[row - 1]) {
        throw new IllegalArgumentException(
            "times must ascend from " + times[row - 1] + ": " + times[row]);
      }
      if (row == 0 || times[row] > times[row - 1]) {
        starts[bars++] = row;
      }
    }
    starts[bars] = times.length;
    return Arrays.copyOf(starts, bars + 1);
  }
}
