package io.minhos.engines.ensemble;

import io.minhos.domain.evaluation.ConfidenceCalibration;
import io.minhos.domain.evaluation.IsotonicCalibration;
import io.minhos.domain.inference.WinModel;
import io.minhos.engines.trees.FlatTrees;

/**
 * A classifier of boosted trees whose margin, the sum of the leaves, a rising function makes a
 * chance: {@code calibration(trees(features))}. The margin itself is the score, so no exponential
 * stands between them.
 *
 * <p>Immutable; for any number of threads.
 */
public final class CalibratedTrees implements WinModel {

  private final FlatTrees trees;
  private final IsotonicCalibration calibration;
  private final double fixedFraction;
  private final ConfidenceCalibration confidence;
  private final ConfidenceCalibration technical;

  /** The trees with their calibration, which say nothing of a signal's confidence. */
  public CalibratedTrees(FlatTrees trees, IsotonicCalibration calibration, double fixedFraction) {
    this(
        trees,
        calibration,
        fixedFraction,
        ConfidenceCalibration.none(),
        ConfidenceCalibration.none());
  }

  /**
   * The trees with their calibration.
   *
   * @param confidence of signals
   * @param technical confidence of technical analysis
   * @param fixedFraction the constant fraction that Kelly's sizes are compared with, in (0, 1]
   * @throws IllegalArgumentException if the calibration leaves [0, 1], or the fraction (0, 1]
   */
  public CalibratedTrees(
      FlatTrees trees,
      IsotonicCalibration calibration,
      double fixedFraction,
      ConfidenceCalibration confidence,
      ConfidenceCalibration technical) {
    double[] values = calibration.values();
    // They ascend.
    if (!(values[0] >= 0 && values[values.length - 1] <= 1)) {
      throw new IllegalArgumentException(
          "values must be in [0, 1]: " + values[0] + " to " + values[values.length - 1]);
    }
    if (!(fixedFraction > 0 && fixedFraction <= 1)) {
      throw new IllegalArgumentException("fixedFraction must be in (0, 1]: " + fixedFraction);
    }
    this.trees = trees;
    this.calibration = calibration;
    this.fixedFraction = fixedFraction;
    this.confidence = confidence;
    this.technical = technical;
  }

  /** Length of the rows that it answers. */
  public int features() {
    return trees.features();
  }

  @Override
  public double probability(double[] features) {
    return calibration.apply(trees.predict(features));
  }

  @Override
  public double fixedFraction() {
    return fixedFraction;
  }

  @Override
  public double confidence(double fused) {
    return confidence.apply(fused);
  }

  @Override
  public double technicalConfidence(double raw) {
    return technical.apply(raw);
  }

  /** {@code calibration.json}, UTF-8. */
  public static byte[] toJson(IsotonicCalibration calibration) {
    return Coefficients.write(calibration);
  }

  /**
   * Reads {@code calibration.json}.
   *
   * @throws IllegalArgumentException if a key is missing, unknown or there twice, or the values are
   *     not those of a calibration
   */
  public static IsotonicCalibration fromJson(byte[] json) {
    return Coefficients.read(json, IsotonicCalibration.class);
  }
}
