package io.minhos.store;

import java.time.Instant;

/**
 * Something left behind by a crash that no reader takes for a release.
 *
 * @param model whose
 * @param version of the claim that it belongs to, 0 if it belongs to none
 * @param kind how it came about
 * @param claimedAt when publishing began, null unless UNCOMMITTED
 * @param path the folder or file
 */
public record Debris(String model, int version, Kind kind, Instant claimedAt, String path) {

  /** How debris came about. */
  public enum Kind {
    /** A version was claimed and has no manifest. */
    UNCOMMITTED,
    /** A slow writer went on after its claim was cleaned up. */
    ABANDONED,
    /** A file kept the name under which it was prepared. */
    STAGED
  }
}
