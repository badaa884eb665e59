package io.minhos.store;

import java.time.Instant;

/**
 * Takes a version. Never deleted, so that no version comes twice.
 *
 * @param claimedAt when publishing began
 * @param token who took it, where two write the same at the same moment
 */
record Claim(Instant claimedAt, String token) {

  Claim {
    if (claimedAt == null || token == null) {
      throw new IllegalArgumentException("claimedAt and token must not be null");
    }
  }
}
