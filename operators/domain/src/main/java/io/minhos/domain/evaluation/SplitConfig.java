package io.minhos.domain.evaluation;

import java.io.Serializable;

/**
 * How a history is divided. Bars are counted in distinct event times.
 *
 * @param folds test parts, at least 1
 * @param trainFraction part of the times before the first test part, in (0, 1)
 * @param purgeBars bars left out because their labels reach ahead: the horizon, at least 0
 * @param embargoBars bars left out besides because the test's first features look back: the longest
 *     feature window, at least 0
 * @param maxTrainBars length of a training part that rolls; 0: it grows from the first bar
 */
public record SplitConfig(
    int folds, double trainFraction, int purgeBars, int embargoBars, int maxTrainBars)
    implements Serializable {

  public SplitConfig {
    check("folds", folds >= 1, ">= 1", folds);
    check("trainFraction", trainFraction > 0 && trainFraction < 1, "in (0, 1)", trainFraction);
    check("purgeBars", purgeBars >= 0, ">= 0", purgeBars);
    check("embargoBars", embargoBars >= 0, ">= 0", embargoBars);
    check("maxTrainBars", maxTrainBars >= 0, ">= 0", maxTrainBars);
  }

  /** The plain chronological split 80/20, less the rows whose labels reach into the test part. */
  public static SplitConfig chronological(int horizonBars) {
    return new SplitConfig(1, 0.8, horizonBars, 0, 0);
  }

  private static void check(String key, boolean valid, String bound, Number value) {
    if (!valid) {
      throw new IllegalArgumentException("splits." + key + " must be " + bound + ": " + value);
    }
  }
}
