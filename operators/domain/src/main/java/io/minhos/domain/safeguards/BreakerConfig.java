package io.minhos.domain.safeguards;

import java.io.Serializable;

/**
 * How long a model is out, and what brings it back ({@link Breaker}).
 *
 * @param coolDownHours hours of event time for which it is open at first, in (0, 876000]
 * @param maxCoolDownHours at most, in [coolDownHours, 876000]
 * @param probationCalls scored calls that decide, at least 1
 * @param probationAccuracy part of those that must be right, in [0, 1]
 */
public record BreakerConfig(
    double coolDownHours, double maxCoolDownHours, int probationCalls, double probationAccuracy)
    implements Serializable {

  private static final double CENTURY_HOURS = 876_000;
  private static final double HOUR_MILLIS = 3_600_000;

  public BreakerConfig {
    check(
        "coolDownHours",
        coolDownHours > 0 && coolDownHours <= CENTURY_HOURS,
        "in (0, 876000]",
        coolDownHours);
    check(
        "maxCoolDownHours",
        maxCoolDownHours >= coolDownHours && maxCoolDownHours <= CENTURY_HOURS,
        "in [coolDownHours, 876000]",
        maxCoolDownHours);
    check("probationCalls", probationCalls >= 1, ">= 1", probationCalls);
    check(
        "probationAccuracy",
        probationAccuracy >= 0 && probationAccuracy <= 1,
        "in [0, 1]",
        probationAccuracy);
  }

  /** 4 hours, doubled up to a week; back with a half of 60 calls right. */
  public static BreakerConfig defaults() {
    return new BreakerConfig(4, 168, 60, 0.5);
  }

  long coolDownMillis() {
    return Math.max(1, Math.round(coolDownHours * HOUR_MILLIS));
  }

  long maxCoolDownMillis() {
    return Math.max(1, Math.round(maxCoolDownHours * HOUR_MILLIS));
  }

  private static void check(String key, boolean valid, String bound, Number value) {
    SafeguardConfig.check("breaker." + key, valid, bound, value);
  }
}
