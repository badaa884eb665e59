package io.minhos.retraining.trees;

/** Stops training between rounds. */
final class Interruption {

  private Interruption() {}

  static void check() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("training was interrupted");
    }
  }
}
