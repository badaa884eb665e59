package io.minhos.domain.safeguards;

import java.io.Serializable;

/**
 * Over what time accuracy is told ({@link AccuracyWindow}).
 *
 * @param windowDays days of event time, in [1, 365]
 * @param minCalls calls below which a figure is unknown, at least 1
 */
public record TrackingConfig(int windowDays, int minCalls) implements Serializable {

  public TrackingConfig {
    SafeguardConfig.check(
        "tracking.windowDays", windowDays >= 1 && windowDays <= 365, "in [1, 365]", windowDays);
    SafeguardConfig.check("tracking.minCalls", minCalls >= 1, ">= 1", minCalls);
  }

  /** A week, from 30 calls on. */
  public static TrackingConfig defaults() {
    return new TrackingConfig(7, 30);
  }

  long windowHours() {
    return windowDays * 24L;
  }
}
