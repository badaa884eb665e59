package io.minhos.retraining;

import io.minhos.domain.evaluation.Fold;
import java.util.List;

/**
 * How the history is divided, by event time, so that whoever holds a part of the rows can tell
 * where each belongs. The last of {@code parts} is the whole history, which releases are trained
 * on.
 *
 * @param parts training and test parts, walking forward; the last has no test
 */
public record SplitPlan(List<Part> parts) {

  /** The parts that are tested. */
  List<Part> folds() {
    return parts.subList(0, parts.size() - 1);
  }

  /**
   * A training part and the test part that follows.
   *
   * @param trainFrom first event time of the training part
   * @param fitUntil event time before which a scaler may be fitted: what follows in the training
   *     part is for early stopping
   * @param trainUntil first event time after the training part
   * @param testFrom first event time of the test part
   * @param testUntil first millisecond after the test part; {@code testFrom} if there is none
   */
  public record Part(
      long trainFrom, long fitUntil, long trainUntil, long testFrom, long testUntil) {

    static Part of(Fold fold, long fitUntil) {
      return new Part(
          fold.trainFrom(), fitUntil, fold.trainUntil(), fold.testFrom(), fold.testUntil());
    }

    boolean trains(long time) {
      return time >= trainFrom && time < trainUntil;
    }

    boolean fits(long time) {
      return time >= trainFrom && time < fitUntil;
    }

    boolean tests(long time) {
      return time >= testFrom && time < testUntil;
    }
  }
}
