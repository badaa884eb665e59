package io.minhos.cli;

import io.minhos.state.StateReader;
import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.StateConfig;
import io.minhos.trading.output.Json;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A question to live state.
 *
 * @param <T> a row of the answer
 */
abstract class StateQuery<T> implements Callable<Integer> {

  private static final long WATCH_SECONDS = 2;
  private static final String CLEAR = "\u001b[H\u001b[2J";

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description = "At that event time, as 2024-03-01T12:00:00Z; else now.")
  Instant asOf;

  @Option(names = "--json", description = "Print JSON, an array of objects.")
  boolean json;

  @Option(names = "--watch", description = "Ask again every two seconds, until Ctrl-C.")
  boolean watch;

  @Mixin ConfigOptions config;

  abstract List<T> rows(StateReader reader, long time) throws SQLException;

  abstract TextTable table(List<T> rows);

  @Override
  public Integer call() throws Exception {
    StateConfig state = configured(config);
    long time = asOf == null ? Long.MAX_VALUE : asOf.toEpochMilli();
    try (StateReader reader = StateReader.open(state)) {
      print(rows(reader, time));
      while (watch) {
        TimeUnit.SECONDS.sleep(WATCH_SECONDS);
        print(rows(reader, time));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  /** Where live state is. */
  static StateConfig configured(ConfigOptions config) {
    StateConfig state = config.load().state();
    if (!state.isOn()) {
      throw new ConfigException(
          "state.url must be the JDBC URL of the database, as jdbc:postgresql://host:5432/minhos:"
              + " ''");
    }
    return state;
  }

  @SuppressWarnings("SystemConsoleNull") // It does in JDK 17, which this is for.
  private void print(List<T> rows) {
    if (watch && !json && System.console() != null) {
      System.out.print(CLEAR);
    }
    System.out.println(json ? Json.line(rows) : table(rows));
  }
}
