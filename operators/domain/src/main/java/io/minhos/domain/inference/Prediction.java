package io.minhos.domain.inference;

/**
 * A model's answer for one symbol at one bar.
 *
 * @param model model id, such as {@code lstm}
 * @param version release that answered, 0 if none did
 * @param status whether {@code value} and {@code confidence} mean anything
 * @param value expected direction and strength in [−1, 1]; 0 unless {@code status} is OK
 * @param confidence in [0, 1]; 0 unless {@code status} is OK
 */
public record Prediction(
    String model, int version, Status status, double value, double confidence) {

  /** The answer of a model that has none, with the reason. */
  public static Prediction none(String model, Status reason) {
    return new Prediction(model, 0, reason, 0, 0);
  }
}
