package io.minhos.retraining;

import java.util.Map;

/**
 * What a trainer made.
 *
 * @param name of the trainer, such as {@code forest}
 * @param failure why there is nothing else, {@code CODE: key=value}; null if there is
 * @param plan how the history was divided
 * @param outOfFold answers to the tested rows, fold after fold, by models that were trained on
 *     earlier rows; NaN where the trainer did not test
 * @param artifacts the model that was trained on the whole history, by file name
 * @param scalerMin least values of its scaler, empty if it takes features as they are
 * @param scalerMax greatest values of its scaler
 * @param knownUntil event time up to which it has seen labels that are not in this history, because
 *     it went on from a release that had; 0 if there is none
 * @param metrics what to say of it
 */
public record TrainedModel(
    String name,
    String failure,
    SplitPlan plan,
    double[] outOfFold,
    Map<String, byte[]> artifacts,
    double[] scalerMin,
    double[] scalerMax,
    long knownUntil,
    Map<String, Double> metrics) {

  /** A model that takes features as they are. */
  static TrainedModel of(
      String name,
      Fits fits,
      double[] outOfFold,
      Map<String, byte[]> artifacts,
      Map<String, Double> metrics) {
    double[] none = new double[0];
    return new TrainedModel(name, null, fits.plan(), outOfFold, artifacts, none, none, 0, metrics);
  }

  static TrainedModel failed(String name, Fits fits, String failure) {
    double[] none = new double[0];
    return new TrainedModel(name, failure, fits.plan(), none, Map.of(), none, none, 0, Map.of());
  }
}
