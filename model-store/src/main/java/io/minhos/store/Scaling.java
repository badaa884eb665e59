package io.minhos.store;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The min-max scaler that was fitted on the training part: x' = (x − min)/(max − min), one pair a
 * feature, in the order of the feature schema. What a constant feature (min = max) becomes is the
 * scaler's own rule, not the store's.
 */
public record Scaling(List<Double> min, List<Double> max) {

  public Scaling {
    min = finite("scaler.min", min);
    max = finite("scaler.max", max);
    if (min.isEmpty() || min.size() != max.size()) {
      throw new IllegalArgumentException(
          "scaler.min and scaler.max must be of one size > 0: " + min.size() + ", " + max.size());
    }
    for (int i = 0; i < min.size(); i++) {
      if (min.get(i) > max.get(i)) {
        throw new IllegalArgumentException(
            "scaler.min must be <= scaler.max: [" + i + "] " + min.get(i) + " > " + max.get(i));
      }
    }
  }

  /** The scaler of two vectors. */
  public static Scaling of(double[] min, double[] max) {
    return new Scaling(
        DoubleStream.of(min).boxed().toList(), DoubleStream.of(max).boxed().toList());
  }

  /** A new vector of the minima. */
  public double[] minima() {
    return min.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** A new vector of the maxima. */
  public double[] maxima() {
    return max.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<Double> finite(String key, List<Double> values) {
    if (values == null) {
      throw new IllegalArgumentException(key + " must be a list: null");
    }
    for (Double value : values) {
      if (value == null || !Double.isFinite(value)) {
        throw new IllegalArgumentException(key + " must hold finite numbers: " + value);
      }
    }
    return List.copyOf(values);
  }
}
