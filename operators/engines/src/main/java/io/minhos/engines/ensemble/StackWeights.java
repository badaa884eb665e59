package io.minhos.engines.ensemble;

import io.minhos.domain.inference.EnsembleAnswer;

/**
 * The meta-learner of a stack, {@code stack.json}.
 *
 * @param intercept finite
 * @param weights of forest, XGBoost and LightGBM, in this order, finite
 */
public record StackWeights(double intercept, double[] weights) {

  /** Base models of a stack. */
  public static final int BASES = 3;

  public StackWeights {
    Coefficients.check("intercept", intercept);
    if (weights.length != BASES) {
      throw new IllegalArgumentException("weights must be " + BASES + ": " + weights.length);
    }
    Coefficients.check("weights", weights);
    weights = weights.clone();
  }

  /** The answer to three base models: intercept + Σ weight · base, added in order, clipped. */
  public EnsembleAnswer answer(double[] bases) {
    if (bases.length != BASES) {
      throw new IllegalArgumentException("bases must be " + BASES + ": " + bases.length);
    }
    return EnsembleAnswer.of(Coefficients.sum(intercept, weights, bases), bases);
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
  public static StackWeights fromJson(byte[] json) {
    return Coefficients.read(json, StackWeights.class);
  }
}
