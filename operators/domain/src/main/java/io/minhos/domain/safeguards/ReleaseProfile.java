package io.minhos.domain.safeguards;

import io.minhos.domain.inference.InputDistribution;

/**
 * What a release says of how it is when it is well.
 *
 * @param accuracyLow lower bound of its out-of-sample accuracy, NaN if unknown
 * @param inputs how what it is asked with was distributed in training
 */
public record ReleaseProfile(double accuracyLow, InputDistribution inputs) {

  /** Of a release that does not say what it was trained on. */
  public ReleaseProfile(double accuracyLow) {
    this(accuracyLow, InputDistribution.none());
  }

  /** Of a release that says nothing. */
  public static ReleaseProfile unknown() {
    return new ReleaseProfile(Double.NaN);
  }
}
