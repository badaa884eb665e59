package io.minhos.domain.inference;

import java.util.List;

/**
 * A model's answer for one symbol at one bar.
 *
 * @param model model id, such as {@code lstm}
 * @param version release that answered, 0 if none did
 * @param status whether the rest means anything
 * @param direction which way {@code value} points beyond the model's threshold; NEUTRAL unless
 *     {@code status} is OK
 * @param value expected direction and strength in [−1, 1]; 0 unless {@code status} is OK
 * @param confidence raw, in [0, 1]; 0 unless {@code status} is OK
 * @param agreement part of the base models that point the way that {@code value} does, 1 for a
 *     single model; 0 unless {@code status} is OK
 * @param bases the base models' values in the ensemble's order; empty for a single model
 * @param calibrated confidence as the release's calibration has it, max(0, 2p − 1) of a chance p to
 *     be right about the sign; null makes it the raw one
 * @param inputs {@link InputDistribution#digits} of what it was asked with; null makes it empty
 */
public record Prediction(
    String model,
    int version,
    Status status,
    Direction direction,
    double value,
    double confidence,
    double agreement,
    List<Double> bases,
    Double calibrated,
    String inputs) {

  /** Null is what an answer has that was kept from before there was calibration. */
  public Prediction {
    calibrated = calibrated == null ? (Double) confidence : calibrated;
    inputs = inputs == null ? "" : inputs;
  }

  /** An answer whose raw confidence counts. */
  public Prediction(
      String model,
      int version,
      Status status,
      Direction direction,
      double value,
      double confidence,
      double agreement,
      List<Double> bases) {
    this(model, version, status, direction, value, confidence, agreement, bases, null, null);
  }

  /** The answer of a model that has none, with the reason. */
  public static Prediction none(String model, int version, Status reason) {
    return new Prediction(model, version, reason, Direction.NEUTRAL, 0, 0, 0, List.of());
  }

  /** The same without what its base models say. */
  public Prediction withoutBases() {
    return bases.isEmpty() ? this : with(List.of(), calibrated, inputs);
  }

  /** The same without what it was asked with. */
  public Prediction withoutInputs() {
    return stated(calibrated, "");
  }

  /** The same with what its release says of it. */
  Prediction stated(double confidenceThen, String row) {
    return with(bases, confidenceThen, row);
  }

  private Prediction with(List<Double> basesThen, double confidenceThen, String row) {
    return new Prediction(
        model,
        version,
        status,
        direction,
        value,
        confidence,
        agreement,
        basesThen,
        confidenceThen,
        row);
  }

  /**
   * The answer of an ensemble: confidence = min(|value| · agreement, 1). One that is no number
   * counts as FAILED.
   *
   * @param value raw, brought into [−1, 1]
   * @param threshold up to which the direction is NEUTRAL
   */
  public static Prediction of(
      ModelRelease release, double value, double threshold, double agreement, List<Double> bases) {
    if (!Double.isFinite(value)
        || !Double.isFinite(agreement)
        || !bases.stream().allMatch(Double::isFinite)) {
      return none(release.model(), release.version(), Status.FAILED);
    }
    double bounded = Math.max(-1, Math.min(1, value));
    Direction direction =
        Math.abs(bounded) <= threshold
            ? Direction.NEUTRAL
            : bounded > 0 ? Direction.LONG : Direction.SHORT;
    return new Prediction(
        release.model(),
        release.version(),
        Status.OK,
        direction,
        bounded,
        Math.min(Math.abs(bounded) * agreement, 1),
        agreement,
        bases);
  }

  /** The answer of a single model: confidence = min(|value|, 1). */
  public static Prediction of(ModelRelease release, double value, double threshold) {
    return of(release, value, threshold, 1, List.of());
  }
}
