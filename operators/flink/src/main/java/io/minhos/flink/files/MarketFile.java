package io.minhos.flink.files;

import java.io.Serializable;

/**
 * A file of market data to replay.
 *
 * @param path where it is, plain or gzip (by its ending {@code .gz})
 * @param kind what its lines are
 */
public record MarketFile(String path, Kind kind) implements Serializable {

  /** What the lines of a file are. */
  public enum Kind {
    TRADES,
    BARS
  }
}
