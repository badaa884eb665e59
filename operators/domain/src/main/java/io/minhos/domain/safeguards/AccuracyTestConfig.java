package io.minhos.domain.safeguards;

import java.io.Serializable;

/**
 * When too few calls are right ({@link BettingTest}).
 *
 * @param threshold evidence that opens the breaker, in [2, 1e9]; 1/threshold bounds how often a
 *     healthy model is taken out within a period
 * @param minCalls calls below which there is no finding, at least 1
 * @param restartDays days of event time after which the test starts afresh, in [1, 365]
 * @param reserve part of the capital that is kept for a change within the period, in [0, 1); 0 is
 *     slow to find what breaks after it was well
 * @param minHealthy healthy accuracy of a release whose own lower bound is not above it, in (0.4,
 *     1)
 */
public record AccuracyTestConfig(
    double threshold, int minCalls, int restartDays, double reserve, double minHealthy)
    implements Serializable {

  /** Near 1 a single error would be all the evidence. */
  private static final double MAX_HEALTHY = 0.95;

  public AccuracyTestConfig {
    check("threshold", threshold >= 2 && threshold <= 1e9, "in [2, 1e9]", threshold);
    check("minCalls", minCalls >= 1, ">= 1", minCalls);
    check("restartDays", restartDays >= 1 && restartDays <= 365, "in [1, 365]", restartDays);
    check("reserve", reserve >= 0 && reserve < 1, "in [0, 1)", reserve);
    check(
        "minHealthy",
        minHealthy > BettingTest.HIGHEST_BROKEN && minHealthy < 1,
        "in (0.4, 1)",
        minHealthy);
  }

  /**
   * Evidence of 100 from 10 calls on, by the week, a tenth kept; half of the calls right at least.
   */
  public static AccuracyTestConfig defaults() {
    return new AccuracyTestConfig(100, 10, 7, 0.1, 0.5);
  }

  /**
   * The healthy accuracy of a release.
   *
   * @param accuracyLow lower bound of its out-of-sample accuracy, NaN if unknown
   */
  public double healthy(double accuracyLow) {
    double least = accuracyLow > minHealthy ? accuracyLow : minHealthy;
    return Math.max(minHealthy, Math.min(MAX_HEALTHY, least));
  }

  long restartMillis() {
    return restartDays * SafeguardConfig.DAY_MILLIS;
  }

  private static void check(String key, boolean valid, String bound, Number value) {
    SafeguardConfig.check("accuracy." + key, valid, bound, value);
  }
}
