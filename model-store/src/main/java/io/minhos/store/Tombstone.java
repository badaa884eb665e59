package io.minhos.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Stands in place of the manifest where publishing was cut short and cleaned up. It takes the name
 * that a slow writer needs for its commit: either the release was complete first, or it never is.
 */
final class Tombstone {

  private static final byte[] BYTES = "{\"abandoned\":true}".getBytes(StandardCharsets.UTF_8);

  private Tombstone() {}

  static byte[] bytes() {
    return BYTES.clone();
  }

  static boolean is(byte[] manifest) {
    return Arrays.equals(manifest, BYTES);
  }
}
