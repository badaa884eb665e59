package io.minhos.domain.safeguards;

import java.io.Serializable;
import java.util.List;

/**
 * By what stages a release comes in ({@link Rollout}).
 *
 * @param stages shares, ascending from 0 to 1
 * @param initial share that a release begins with, in [0, 1]
 * @param automatic whether the rules below change the share, within what commands allow, or
 *     commands alone
 * @param minAccuracyLow lower end of the accuracy from which it goes up, in [0, 1]
 * @param minMeanPnl mean paper return of a call from which it goes up, finite
 * @param holdDays days of event time for which both must hold, in (0, 36500]
 * @param fallAccuracy accuracy below which it goes down, in [0, 1]
 * @param pauseDays days of event time after a change before it goes down, in (0, 36500]
 */
public record RolloutConfig(
    List<Double> stages,
    double initial,
    boolean automatic,
    double minAccuracyLow,
    double minMeanPnl,
    double holdDays,
    double fallAccuracy,
    double pauseDays)
    implements Serializable {

  public RolloutConfig {
    stages = List.copyOf(stages);
    boolean ascend = stages.size() >= 2 && stages.get(0) == 0 && stages.get(stages.size() - 1) == 1;
    for (int i = 1; ascend && i < stages.size(); i++) {
      ascend = stages.get(i - 1) < stages.get(i);
    }
    check("stages", ascend, "ascending from 0 to 1", stages);
    check("initial", initial >= 0 && initial <= 1, "in [0, 1]", initial);
    check(
        "minAccuracyLow", minAccuracyLow >= 0 && minAccuracyLow <= 1, "in [0, 1]", minAccuracyLow);
    check("minMeanPnl", Double.isFinite(minMeanPnl), "finite", minMeanPnl);
    SafeguardConfig.checkDays("rollout.holdDays", holdDays);
    check("fallAccuracy", fallAccuracy >= 0 && fallAccuracy <= 1, "in [0, 1]", fallAccuracy);
    SafeguardConfig.checkDays("rollout.pauseDays", pauseDays);
  }

  /**
   * All at once, by command alone. Where rules move it 0, ¼, ½, 1: up after 3 days with a lower end
   * of ½ and no loss; down below an accuracy of 0.45, by a stage a day.
   */
  public static RolloutConfig defaults() {
    return new RolloutConfig(List.of(0.0, 0.25, 0.5, 1.0), 1, false, 0.5, 0, 3, 0.45, 1);
  }

  /** The first stage above {@code share}, 1 where there is none. */
  double above(double share) {
    for (double stage : stages) {
      if (stage > share) {
        return stage;
      }
    }
    return 1;
  }

  /** The last stage below {@code share}, 0 where there is none. */
  double below(double share) {
    double below = 0;
    for (double stage : stages) {
      below = stage < share ? stage : below;
    }
    return below;
  }

  long holdMillis() {
    return Math.round(holdDays * SafeguardConfig.DAY_MILLIS);
  }

  long pauseMillis() {
    return Math.round(pauseDays * SafeguardConfig.DAY_MILLIS);
  }

  private static void check(String key, boolean valid, String bound, Object value) {
    SafeguardConfig.check("rollout." + key, valid, bound, value);
  }
}
