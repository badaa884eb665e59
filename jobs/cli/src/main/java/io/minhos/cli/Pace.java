package io.minhos.cli;

import java.util.concurrent.locks.LockSupport;

/** Holds records back so that they come at a multiple of the speed at which they happened. */
final class Pace {

  private final double speed;
  private long first = Long.MIN_VALUE;
  private long start;

  /**
   * @param speed times real time, at least 0; 0: holds nothing back
   */
  Pace(double speed) {
    this.speed = speed;
  }

  /** Returns when what happened at {@code time} is due, at once if that has passed. */
  void await(long time) {
    if (speed == 0) {
      return;
    }
    if (first == Long.MIN_VALUE) {
      first = time;
      start = System.nanoTime();
    }
    double due = (time - first) * 1e6 / speed;
    LockSupport.parkNanos((long) due - (System.nanoTime() - start));
  }
}
