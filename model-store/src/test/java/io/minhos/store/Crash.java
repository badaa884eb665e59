package io.minhos.store;

import java.io.IOException;

/**
 * Counts operations; the one of that number and all after it fail, like those of a dead process.
 */
final class Crash {

  private final int at;
  private int seen;

  Crash(int at) {
    this.at = at;
  }

  /** Counts one operation. */
  void step() throws IOException {
    if (seen++ >= at) {
      throw new IOException("crashed at operation " + at);
    }
  }

  boolean happened() {
    return seen > at;
  }
}
