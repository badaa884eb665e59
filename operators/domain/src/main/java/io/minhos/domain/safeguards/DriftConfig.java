package io.minhos.domain.safeguards;

import java.io.Serializable;

/**
 * When features have moved away from training ({@link PopulationStability}).
 *
 * @param bound of a feature's stability index, &gt; 0
 * @param minSamples live values of a feature below which there is no finding, at least 1
 * @param windowDays days of event time over which values count, in (0, 36500]
 * @param features part of the features that must have drifted to open the breaker, in (0, 1]
 */
public record DriftConfig(double bound, int minSamples, double windowDays, double features)
    implements Serializable {

  /** By how many steps the window moves. */
  static final int PARTS = 7;

  public DriftConfig {
    check("bound", bound > 0 && Double.isFinite(bound), "> 0", bound);
    check("minSamples", minSamples >= 1, ">= 1", minSamples);
    SafeguardConfig.checkDays("drift.windowDays", windowDays);
    check("features", features > 0 && features <= 1, "in (0, 1]", features);
  }

  /** An index of 0.25 from 500 values of 7 days on, in three of five features. */
  public static DriftConfig defaults() {
    return new DriftConfig(0.25, 500, 7, 0.6);
  }

  /** Number of the part of a window that {@code time} is in, since the epoch. */
  long part(long time) {
    return Math.floorDiv(time, partMillis());
  }

  /** Length of such a part. */
  long partMillis() {
    return Math.max(1, Math.round(windowDays * SafeguardConfig.DAY_MILLIS / PARTS));
  }

  private static void check(String key, boolean valid, String bound, Number value) {
    SafeguardConfig.check("drift." + key, valid, bound, value);
  }
}
