package io.minhos.retraining.trees;

import io.minhos.engines.trees.FlatTrees;
import java.util.Arrays;

/** Proof that exported trees answer as the library does, to the last bit. */
public final class BitEquality {

  /** Rows that the library is asked at once: bounds the memory that a proof takes. */
  private static final int CHUNK = 8_192;

  private BitEquality() {}

  /**
   * Compares all answers to {@code rows}, each as it is and with values missing: feature (row
   * number modulo features) in every row, and all of them in the first.
   *
   * @throws TrainingException if one differs, or there is no row to prove it on
   */
  public static void verify(
      String model, NativeTrees library, FlatTrees exported, TabularRows rows) {
    if (rows.rows() == 0) {
      throw new TrainingException("EXPORT_UNPROVEN: model=" + model + " rows=0");
    }
    for (int from = 0; from < rows.rows(); from += CHUNK) {
      int to = Math.min(rows.rows(), from + CHUNK);
      double[] values =
          Arrays.copyOfRange(rows.values(), from * rows.features(), to * rows.features());
      compare(model, from, library, exported, unlabelled(rows.features(), values));
      for (int row = from; row < to; row++) {
        values[(row - from) * rows.features() + row % rows.features()] = Double.NaN;
      }
      if (from == 0) {
        Arrays.fill(values, 0, rows.features(), Double.NaN);
      }
      compare(model, from, library, exported, unlabelled(rows.features(), values));
    }
  }

  private static TabularRows unlabelled(int features, double[] values) {
    return new TabularRows(features, values, new double[values.length / features]);
  }

  private static void compare(
      String model, int first, NativeTrees library, FlatTrees exported, TabularRows rows) {
    double[] expected = library.predict(rows);
    for (int i = 0; i < rows.rows(); i++) {
      double[] row = rows.row(i);
      double got = exported.predict(row);
      if (Double.doubleToRawLongBits(got) != Double.doubleToRawLongBits(expected[i])) {
        throw new TrainingException(
            "EXPORT_DIFFERS: model="
                + model
                + " row="
                + (first + i)
                + " library="
                + expected[i]
                + " exported="
                + got
                + " values="
                + Arrays.toString(row));
      }
    }
  }
}
