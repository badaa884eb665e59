package io.minhos.retraining.trees;

import java.util.Arrays;

/**
 * Labelled rows in the order of time. The arrays are large and not copied: nobody writes to them.
 *
 * @param features values in a row
 * @param values rows × features, row-major; NaN is missing
 * @param labels one a row, finite
 */
public record TabularRows(int features, double[] values, double[] labels) {

  public TabularRows {
    if (features < 1) {
      throw new IllegalArgumentException("features must be > 0: " + features);
    }
    if (values.length != (long) features * labels.length) {
      throw new IllegalArgumentException(
          "values must be rows × features: rows="
              + labels.length
              + " features="
              + features
              + " got="
              + values.length);
    }
    for (int i = 0; i < labels.length; i++) {
      if (!Double.isFinite(labels[i])) {
        throw new IllegalArgumentException("labels must be finite: row=" + i + " " + labels[i]);
      }
    }
  }

  public int rows() {
    return labels.length;
  }

  /** A copy of one row's values. */
  public double[] row(int row) {
    return Arrays.copyOfRange(values, row * features, (row + 1) * features);
  }

  /** The rows of these indices, in their order. */
  public TabularRows select(int[] indices) {
    double[] selected = new double[indices.length * features];
    double[] selectedLabels = new double[indices.length];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(values, indices[i] * features, selected, i * features, features);
      selectedLabels[i] = labels[indices[i]];
    }
    return new TabularRows(features, selected, selectedLabels);
  }

  /** Values as XGBoost takes them. */
  float[] floats() {
    return floats(values);
  }

  float[] floatLabels() {
    return floats(labels);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
