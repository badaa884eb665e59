package io.minhos.domain.signals;

import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Status;
import java.util.List;

/**
 * One component's part in a signal.
 *
 * @param name {@code technical} or a model id
 * @param version model version, 0 for technical analysis or an absent model
 * @param status whether the component answered, and if not, why
 * @param weight the weight that was used, as {@link SignalFusion} has it; 0 if it did not answer or
 *     is DISABLED, and then all that follows is its answer in shadow
 * @param direction which way it points beyond its own threshold
 * @param value its strength in [−1, 1]
 * @param confidence its raw confidence in [0, 1]
 * @param agreement part of its base models that point its way, 1 where it has none; 0 if it did not
 *     answer
 * @param bases its base models' values in the ensemble's order; empty where it has none
 * @param factor of its configured weight, from regime and accuracy of late
 * @param allocation part of its weight that it may take, in [0, 1]
 * @param calibrated its confidence as fusion takes it, in [0, 1]; null, of an earlier one, makes it
 *     the raw one
 * @param override id of the OVERRIDE of the component under which it counts as it does; empty for
 *     none; null, of an earlier one, makes it empty
 */
public record SignalComponent(
    String name,
    int version,
    Status status,
    double weight,
    Direction direction,
    double value,
    double confidence,
    double agreement,
    List<Double> bases,
    double factor,
    double allocation,
    Double calibrated,
    String override) {

  public SignalComponent {
    calibrated = calibrated == null ? (Double) confidence : calibrated;
    override = override == null ? "" : override;
  }

  /** A component whose weight is what is configured. */
  public SignalComponent(
      String name,
      int version,
      Status status,
      double weight,
      Direction direction,
      double value,
      double confidence,
      double agreement,
      List<Double> bases) {
    this(
        name,
        version,
        status,
        weight,
        direction,
        value,
        confidence,
        agreement,
        bases,
        1,
        1,
        null,
        null);
  }

  /** The same with another calibrated confidence. */
  public SignalComponent calibratedTo(double confidenceInCalls) {
    return new SignalComponent(
        name,
        version,
        status,
        weight,
        direction,
        value,
        confidence,
        agreement,
        bases,
        factor,
        allocation,
        confidenceInCalls,
        override);
  }
}
