package io.minhos.engines.ensemble;

import io.minhos.domain.evaluation.ConfidenceCalibration;
import io.minhos.domain.evaluation.IsotonicCalibration;
import io.minhos.domain.inference.InputDistribution;

/** What a release says beside its weights, as artifacts of its own that a release may lack. */
public final class ReleaseFactsJson {

  /** How what it is asked with was distributed in training. */
  public static final String INPUTS_FILE = "inputs.json";

  /** From raw to calibrated confidence. */
  public static final String CONFIDENCE_FILE = "confidence.json";

  /** From raw to calibrated confidence of technical analysis, which has no release of its own. */
  public static final String TECHNICAL_FILE = "technical.json";

  private ReleaseFactsJson() {}

  /** {@value #INPUTS_FILE}, UTF-8. */
  public static byte[] toJson(InputDistribution inputs) {
    return Coefficients.write(inputs);
  }

  /** {@value #CONFIDENCE_FILE} or {@value #TECHNICAL_FILE}, UTF-8. */
  public static byte[] toJson(ConfidenceCalibration confidence) {
    return Coefficients.write(confidence.curve());
  }

  /**
   * Reads {@value #INPUTS_FILE}.
   *
   * @throws IllegalArgumentException if a key is missing, unknown or there twice, or the values are
   *     not those of a distribution
   */
  public static InputDistribution inputs(byte[] json) {
    return Coefficients.read(json, InputDistribution.class);
  }

  /**
   * Reads {@value #CONFIDENCE_FILE} or {@value #TECHNICAL_FILE}.
   *
   * @throws IllegalArgumentException likewise
   */
  public static ConfidenceCalibration confidence(byte[] json) {
    return new ConfidenceCalibration(Coefficients.read(json, IsotonicCalibration.class));
  }
}
