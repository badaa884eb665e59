package io.minhos.domain.evaluation;

/**
 * (x − min)/(max − min) per feature, ½ where the feature was constant, as Flink ML's MinMaxScaler
 * over [0, 1]. Values beyond the fitted range fall outside [0, 1].
 *
 * <p>Unlike Flink ML 2.3.0, which takes every range below 1e-5 for constant, only an empty range
 * is: a relative spread or a return by the minute may well be that small.
 *
 * @param min smallest fitted values
 * @param max largest fitted values
 */
public record MinMaxScaler(double[] min, double[] max) {

  public MinMaxScaler {
    Rows.same(min.length, max.length);
    for (int i = 0; i < min.length; i++) {
      if (!(min[i] <= max[i] && Double.isFinite(max[i] - min[i]))) {
        throw new IllegalArgumentException(
            "min must be <= max, both finite: " + min[i] + ", " + max[i]);
      }
    }
  }

  /** The scaler of those rows, at least one. */
  public static MinMaxScaler of(FeatureRanges ranges) {
    if (ranges.rows() == 0) {
      throw new IllegalArgumentException("rows must be > 0: 0");
    }
    return new MinMaxScaler(ranges.min(), ranges.max());
  }

  public int features() {
    return min.length;
  }

  /** The scaled row, a new array. */
  public double[] transform(double[] row) {
    Rows.same(min.length, row.length);
    double[] scaled = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      scaled[i] = scale(i, row[i]);
    }
    return scaled;
  }

  /** Writes the scaled row to {@code out} from {@code offset} on, as sequence models take it. */
  public void transform(double[] row, float[] out, int offset) {
    Rows.same(min.length, row.length);
    for (int i = 0; i < row.length; i++) {
      out[offset + i] = (float) scale(i, row[i]);
    }
  }

  private double scale(int i, double value) {
    return min[i] == max[i] ? 0.5 : (value - min[i]) / (max[i] - min[i]);
  }
}
