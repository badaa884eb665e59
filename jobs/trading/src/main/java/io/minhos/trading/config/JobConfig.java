package io.minhos.trading.config;

import java.io.Serializable;

/**
 * How {@code run} runs the job.
 *
 * @param checkpoints folder or URI of the checkpoints, not blank
 * @param checkpointInterval time from one checkpoint to the next, at least 10 ms
 * @param webPort of Flink's web interface, in [0, 65535]; 0: any
 * @param metricsPort of the metrics for Prometheus, in [0, 65535]; 0: none
 */
public record JobConfig(String checkpoints, Span checkpointInterval, int webPort, int metricsPort)
    implements Serializable {

  public JobConfig {
    if (checkpoints.isBlank()) {
      throw new IllegalArgumentException("checkpoints must not be blank: ''");
    }
    if (checkpointInterval.millis() < 10) {
      throw new IllegalArgumentException(
          "checkpointInterval must be >= 10ms: " + checkpointInterval);
    }
    requirePort("webPort", webPort);
    requirePort("metricsPort", metricsPort);
  }

  private static void requirePort(String key, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(key + " must be in [0, 65535]: " + port);
    }
  }
}
