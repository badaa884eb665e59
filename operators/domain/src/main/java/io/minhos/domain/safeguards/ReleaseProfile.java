package io.minhos.domain.safeguards;

/**
 * What a release's manifest says of how it is when it is well.
 *
 * @param accuracyLow lower bound of its out-of-sample accuracy, NaN if unknown
 */
public record ReleaseProfile(double accuracyLow) {

  /** Of a release that says nothing. */
  public static ReleaseProfile unknown() {
    return new ReleaseProfile(Double.NaN);
  }
}
