package io.minhos.retraining.trees;

import java.util.List;

/**
 * Which rows a model learns from, and which later ones it is asked. Whoever makes it has purged the
 * rows between: no label of {@code train} reaches into {@code test}.
 *
 * @param train indices of rows, ascending
 * @param test indices of rows, ascending, all behind those of {@code train}
 */
public record StackFold(int[] train, int[] test) {

  public StackFold {
    checkAscending("train", train);
    checkAscending("test", test);
    if (train[train.length - 1] >= test[0]) {
      throw new IllegalArgumentException(
          "train must be before test: last=" + train[train.length - 1] + " first=" + test[0]);
    }
    train = train.clone();
    test = test.clone();
  }

  /** Rows [trainFrom, trainUntil) and [testFrom, testUntil). */
  public static StackFold of(int trainFrom, int trainUntil, int testFrom, int testUntil) {
    return new StackFold(range(trainFrom, trainUntil), range(testFrom, testUntil));
  }

  /** The last row that may be known when this fold's test begins. */
  int lastKnown() {
    return train[train.length - 1];
  }

  /** Refuses folds that do not walk forward through {@code rows}. */
  static void check(List<StackFold> folds, int rows) {
    if (folds.isEmpty()) {
      throw new IllegalArgumentException("folds must be at least one: 0");
    }
    int before = -1;
    for (StackFold fold : folds) {
      if (fold.test[0] <= before) {
        throw new IllegalArgumentException(
            "folds must test rows one after the other: last=" + before + " next=" + fold.test[0]);
      }
      before = fold.test[fold.test.length - 1];
    }
    if (before >= rows) {
      throw new IllegalArgumentException(
          "folds must be within the rows: " + before + " of=" + rows);
    }
  }

  private static void checkAscending(String key, int[] indices) {
    if (indices.length == 0) {
      throw new IllegalArgumentException(key + " must hold a row: 0");
    }
    int before = -1;
    for (int index : indices) {
      if (index <= before) {
        throw new IllegalArgumentException(
            key + " must be ascending: " + index + " after=" + before);
      }
      before = index;
    }
  }

  private static int[] range(int from, int until) {
    int[] indices = new int[Math.max(0, until - from)];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = from + i;
    }
    return indices;
  }
}
