package io.minhos.cli.backtest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When models are trained and on what: step i at R_i = start + trainWindow + i·step on all of [R_i
 * − trainWindow, R_i), in force from R_i + readyAfter until the next step's are. The last step is
 * the last whose models would be in force before the data end. All in milliseconds.
 *
 * @param start of the data, a boundary of bars
 * @param end of the data, exclusive
 * @param trainWindow how much is trained on
 * @param step from one training to the next
 * @param readyAfter what training takes: the wall clock does not decide
 */
public record WindowPlan(long start, long end, long trainWindow, long step, long readyAfter) {

  public WindowPlan {
    positive("trainWindow", trainWindow);
    positive("step", step);
    if (readyAfter < 0) {
      throw new IllegalArgumentException("readyAfter must be >= 0: " + readyAfter);
    }
  }

  private static void positive(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be >= 1: " + value);
    }
  }

  /**
   * One training.
   *
   * @param step counts up from 1
   * @param from first event time that is trained on
   * @param until first event time that is not, when training begins
   * @param inForce event time from which its releases answer
   */
  public record Window(int step, Instant from, Instant until, Instant inForce) {}

  /** When the first models could answer, and trading begins. */
  long tradedFrom() {
    return start + trainWindow + readyAfter;
  }

  /** All steps in order; none where the data end before the first could trade. */
  List<Window> windows() {
    List<Window> windows = new ArrayList<>();
    for (long at = start + trainWindow; at + readyAfter < end; at += step) {
      windows.add(
          new Window(
              windows.size() + 1,
              Instant.ofEpochMilli(at - trainWindow),
              Instant.ofEpochMilli(at),
              Instant.ofEpochMilli(at + readyAfter)));
    }
    return windows;
  }
}
