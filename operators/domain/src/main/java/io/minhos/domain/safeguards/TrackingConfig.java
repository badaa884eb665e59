package io.minhos.domain.safeguards;

import java.io.Serializable;

/**
 * Over what time accuracy is told ({@link AccuracyWindow}).
 *
 * @param windowDays days of event time, in [1, 365]
 * @param minCalls calls below which a figure is unknown, at least 1
 * @param alertAccuracy accuracy below which there is an alert, in [0, 1]
 */
public record TrackingConfig(int windowDays, int minCalls, double alertAccuracy)
    implements Serializable {

  public TrackingConfig {
    SafeguardConfig.check(
        "tracking.windowDays", windowDays >= 1 && windowDays <= 365, "in [1, 365]", windowDays);
    SafeguardConfig.check("tracking.minCalls", minCalls >= 1, ">= 1", minCalls);
    SafeguardConfig.check(
        "tracking.alertAccuracy",
        alertAccuracy >= 0 && alertAccuracy <= 1,
        "in [0, 1]",
        alertAccuracy);
  }

  /** A week, from 10 calls on, with an alert below 0.4. */
  public static TrackingConfig defaults() {
    return new TrackingConfig(7, 10, 0.4);
  }

  long windowHours() {
    return windowDays * 24L;
  }
}
