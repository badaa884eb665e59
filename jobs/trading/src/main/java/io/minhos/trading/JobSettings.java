package io.minhos.trading;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;

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
    c.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
    return c;
  }
}
