package io.minhos.trading;

import org.apache.flink.configuration.Configuration;
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
}
