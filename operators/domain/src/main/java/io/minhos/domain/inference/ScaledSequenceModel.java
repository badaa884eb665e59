package io.minhos.domain.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A sequence model behind the scaler that it was trained with: x' = (x − min)/(max − min), one half
 * for a feature that was constant in training (as Flink ML's MinMaxScaler has it). What lies
 * outside of the training range lies outside of [0, 1].
 */
public final class ScaledSequenceModel implements AutoCloseable {

  private final SequenceModel model;
  private final double[] min;
  private final double[] max;
  private final ReleaseFacts facts;
  private float[] sequences = new float[0];

  /** One whose release says nothing of it. */
  public ScaledSequenceModel(SequenceModel model, double[] min, double[] max) {
    this(model, min, max, ReleaseFacts.NONE);
  }

  /**
   * @param min least value of each feature in training
   * @param max greatest value of each feature in training
   * @param facts what its release says of it
   * @throws IllegalArgumentException if these are not one a feature
   */
  public ScaledSequenceModel(SequenceModel model, double[] min, double[] max, ReleaseFacts facts) {
    if (min.length != model.features() || max.length != model.features()) {
      throw new IllegalArgumentException(
          "scaler must have %d features: %d and %d"
              .formatted(model.features(), min.length, max.length));
    }
    this.model = model;
    this.min = min.clone();
    this.max = max.clone();
    this.facts = facts;
  }

  /**
   * The same around what {@code wrapping} makes of its model, which from then on is closed there.
   */
  public ScaledSequenceModel around(UnaryOperator<SequenceModel> wrapping) {
    return new ScaledSequenceModel(wrapping.apply(model), min, max, facts);
  }

  /** What its release says of it. */
  public ReleaseFacts facts() {
    return facts;
  }

  /** Vectors in a window times values in a vector. */
  public int windowLength() {
    return model.steps() * model.features();
  }

  /**
   * What is told of many windows, with what the release says of it: the one way to ask, of streams
   * and of queries.
   *
   * @param threshold of the value, up to which the direction is NEUTRAL
   * @param windows as in {@link #predict(List)}
   */
  public List<Prediction> predict(ModelRelease release, double threshold, List<double[]> windows) {
    List<Prediction> predictions = new ArrayList<>(windows.size());
    // Each vector is the last of one sequence: of those before it was told with their own.
    int last = windowLength() - model.features();
    for (float value : predict(windows)) {
      predictions.add(
          facts.of(
              Prediction.of(release, value, threshold), windows.get(predictions.size()), last));
    }
    return predictions;
  }

  /**
   * The model's values.
   *
   * @param windows each steps × features, row-major, oldest first, as computed
   */
  public float[] predict(List<double[]> windows) {
    int length = windowLength();
    if (sequences.length < windows.size() * length) {
      sequences = new float[windows.size() * length];
    }
    int at = 0;
    for (double[] window : windows) {
      if (window.length != length) {
        throw new IllegalArgumentException(
            "window must have %d values: %d".formatted(length, window.length));
      }
      for (int i = 0; i < length; i++) {
        sequences[at++] = (float) scaled(window[i], i % min.length);
      }
    }
    float[] values = new float[windows.size()];
    model.predict(sequences, windows.size(), values);
    return values;
  }

  private double scaled(double x, int feature) {
    double range = max[feature] - min[feature];
    return range == 0 ? 0.5 : (x - min[feature]) / range;
  }

  @Override
  public void close() {
    model.close();
  }
}
