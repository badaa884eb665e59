package io.minhos.cli.monitor;

/**
 * What a model may show on the wall clock before it is taken out.
 *
 * @param latencyMillis 99th percentile of the time from a row to its answer, milliseconds, &gt; 0
 * @param failedShare part of the answers since the last look that may be FAILED, in [0, 1]
 * @param staleSeconds how far the job may be behind the wall clock, seconds, &gt; 0
 * @param polls looks in a row that must be beyond a limit, at least 1
 */
public record VitalLimits(
    double latencyMillis, double failedShare, double staleSeconds, int polls) {

  public VitalLimits {
    check("--max-latency-millis", latencyMillis > 0, "> 0", latencyMillis);
    check("--max-failed", failedShare >= 0 && failedShare <= 1, "in [0, 1]", failedShare);
    check("--max-stale-seconds", staleSeconds > 0, "> 0", staleSeconds);
    if (polls < 1) {
      throw new IllegalArgumentException("--polls must be >= 1: " + polls);
    }
  }

  private static void check(String option, boolean valid, String bound, double value) {
    if (!valid) {
      throw new IllegalArgumentException(option + " must be " + bound + ": " + value);
    }
  }
}
