package io.minhos.engines.ensemble;

import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.EnsembleModel;

/**
 * A linear model of the features, where it does better than the trees; {@code linear.json}.
 *
 * <pre>
 * value = clip(intercept + Σ coefficient · feature, −1, 1), added in order
 * </pre>
 *
 * <p>It is its own one base model: {@code bases} holds the sum before clipping, and agreement is 1.
 *
 * @param intercept finite
 * @param coefficients one per feature, finite, at least one
 */
public record LinearEnsemble(double intercept, double[] coefficients) implements EnsembleModel {

  public LinearEnsemble {
    Coefficients.check("intercept", intercept);
    if (coefficients.length == 0) {
      throw new IllegalArgumentException("coefficients must be at least one: 0");
    }
    Coefficients.check("coefficients", coefficients);
    coefficients = coefficients.clone();
  }

  /** Length of the rows that it answers. */
  public int features() {
    return coefficients.length;
  }

  /**
   * As of the interface; missing values are none of its business.
   *
   * @throws ArithmeticException if the sum is not a number, because a feature is not
   */
  @Override
  public EnsembleAnswer answer(double[] features) {
    if (features.length != coefficients.length) {
      throw new IllegalArgumentException(
          "features must be as many as the coefficients: expected="
              + coefficients.length
              + " got="
              + features.length);
    }
    double raw = Coefficients.sum(intercept, coefficients, features);
    return EnsembleAnswer.of(raw, new double[] {raw});
  }

  /** The file, UTF-8. */
  public byte[] toJson() {
    return Coefficients.write(this);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if a key is missing, unknown or there twice, or a value is not
   *     a finite number
   */
  public static LinearEnsemble fromJson(byte[] json) {
    return Coefficients.read(json, LinearEnsemble.class);
  }
}
