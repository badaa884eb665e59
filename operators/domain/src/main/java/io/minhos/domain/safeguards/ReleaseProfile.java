package io.minhos.domain.safeguards;

import io.minhos.domain.inference.InputDistribution;

/**
 * What a release says of how it is when it is well.
 *
 * @param accuracyLow lower bound of its out-of-sample accuracy, NaN if unknown
 * @param oneSidedBars the most bars in a row in which all its out-of-sample answers were on one
 *     side, 0 if unknown
 * @param inputs how what it is asked with was distributed in training
 */
public record ReleaseProfile(double accuracyLow, int oneSidedBars, InputDistribution inputs) {

  /** Of a release that says no more than how often it was right. */
  public ReleaseProfile(double accuracyLow) {
    this(accuracyLow, 0, InputDistribution.none());
  }

  /** Of a release that says nothing. */
  public static ReleaseProfile unknown() {
    return new ReleaseProfile(Double.NaN);
  }
}
