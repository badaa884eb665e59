package io.minhos.trading;

import io.minhos.trading.config.JobConfig;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;

/** What every job of ours asks of Flink. */
public final class JobSettings {

  private JobSettings() {}

  /** Pinned uids, no Kryo, no copies between chained operators. */
  public static Configuration flink() {
    Configuration c = new Configuration();
    c.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    c.set(PipelineOptions.GENERIC_TYPES, false);
    c.set(PipelineOptions.OBJECT_REUSE, true);
    return c;
  }

  /** For a job that goes on: checkpoints, and records that leave at once. */
  public static Configuration live() {
    Configuration c = flink();
    c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    // At an aligned barrier all tasks have come to one event time: what is over there is forgotten.
    c.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    c.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
    return c;
  }

  /** For a job that goes on in a cluster, which says where checkpoints go. */
  public static Configuration onCluster(JobConfig config) {
    Configuration c = live();
    c.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL,
        Duration.ofMillis(config.checkpointInterval().millis()));
    return c;
  }

  /**
   * For a job that goes on inside this JVM: as {@link #onCluster}, with checkpoints that outlive
   * it, web interface and metrics.
   *
   * @param checkpoints URI of their folder
   */
  public static Configuration embedded(String checkpoints, JobConfig config) {
    Configuration c = onCluster(config);
    c.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints);
    c.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    c.set(RestOptions.PORT, config.webPort());
    c.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    if (config.metricsPort() != 0) {
      c.setString("metrics.reporters", "prometheus");
      c.setString(
          "metrics.reporter.prometheus.factory.class",
          "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
      c.setString("metrics.reporter.prometheus.port", Integer.toString(config.metricsPort()));
      c.setString("metrics.reporter.prometheus.filterLabelValueCharacters", "false");
      // Ids that say what names say, and buffers of the network stack: half of a scrape.
      c.setString(
          "metrics.reporter.prometheus.scope.variables.excludes",
          "task_attempt_id;task_attempt_num;task_id;operator_id;job_id");
      c.setString("metrics.reporter.prometheus.filter.excludes", "*.Shuffle.Netty*");
    }
    return c;
  }
}
