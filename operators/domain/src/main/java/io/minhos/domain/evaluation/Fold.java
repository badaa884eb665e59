package io.minhos.domain.evaluation;

/**
 * One step of a walk forward: what is trained on, and what is tested on afterwards. The same rows
 * twice: by index, and by event time for whoever holds only a part of them.
 *
 * @param number counts up from 0
 * @param train rows to train on
 * @param test rows to test on
 * @param trainFrom first event time of the training part
 * @param trainUntil first event time after the training part
 * @param testFrom first event time of the test part
 * @param testUntil first millisecond after the test part
 */
public record Fold(
    int number,
    IndexRange train,
    IndexRange test,
    long trainFrom,
    long trainUntil,
    long testFrom,
    long testUntil) {

  /** True if a row of that event time is trained on. */
  public boolean trains(long time) {
    return time >= trainFrom && time < trainUntil;
  }

  /** True if a row of that event time is tested on. */
  public boolean tests(long time) {
    return time >= testFrom && time < testUntil;
  }
}
