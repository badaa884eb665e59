package io.minhos.domain.inference;

/** Tells how likely a trade on a signal is to win. For any number of threads. */
public interface WinModel {

  /**
   * The calibrated probability, in [0, 1].
   *
   * @param features {@link io.minhos.domain.signals.WinFeatures}; not changed
   */
  double probability(double[] features);

  /** The constant fraction of equity that Kelly's sizes are compared with, in [0, 1]. */
  double fixedFraction();

  /** The calibrated confidence of a signal of that confidence, in [0, 1]; never falls. */
  default double confidence(double fused) {
    return fused;
  }

  /** The calibrated confidence of technical analysis of that raw one, likewise. */
  default double technicalConfidence(double raw) {
    return raw;
  }
}
