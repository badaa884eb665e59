package io.minhos.state;

import io.minhos.trading.JobSettings;
import io.minhos.trading.config.JobConfig;
import io.minhos.trading.config.TradingConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state job on a Flink of its own inside this JVM. It waits for the database as long as that is
 * away, at its start and later; nothing waits for it.
 */
public final class LiveState implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveState.class);

  private static final Duration FIRST_DELAY = Duration.ofMillis(500);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  private final TradingConfig config;
  private final String checkpoints;
  private final Thread starter;
  private final CompletableFuture<JobClient> job = new CompletableFuture<>();

  private LiveState(TradingConfig config, String checkpoints, Optional<String> from) {
    this.config = config;
    this.checkpoints = checkpoints;
    starter = new Thread(() -> start(from), "live-state");
    starter.setDaemon(true);
  }

  /**
   * Starts it, in its own time.
   *
   * @param checkpoints URI of their folder
   * @param from the checkpoint to go on from; passed over if the database has no tables yet, for
   *     then all that the topics hold is missing
   */
  public static LiveState start(TradingConfig config, String checkpoints, Optional<String> from) {
    LiveState state = new LiveState(config, checkpoints, from);
    state.starter.start();
    return state;
  }

  private void start(Optional<String> from) {
    try {
      boolean isNew = migrate(config);
      Configuration settings = settings();
      if (!isNew) {
        from.ifPresent(path -> settings.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
      }
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(1, settings);
      StateJob.build(env, config);
      job.complete(env.executeAsync("live state"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      job.completeExceptionally(e);
    } catch (Exception e) {
      LOG.error("live state is not written", e);
      job.completeExceptionally(e);
    }
  }

  /**
   * Brings the tables to this version as soon as the database is there, for which it waits.
   *
   * @return true if there were none before
   */
  public static boolean migrate(TradingConfig config) throws InterruptedException {
    long delay = FIRST_DELAY.toMillis();
    while (true) {
      try {
        return Database.migrate(config);
      } catch (SQLException | FlywayException e) {
        LOG.warn("no database yet, again in {} ms: {}", delay, e.getMessage());
      }
      TimeUnit.MILLISECONDS.sleep(delay);
      delay = Math.min(2 * delay, LONGEST_DELAY.toMillis());
    }
  }

  private Configuration settings() {
    Configuration c =
        JobSettings.embedded(
            checkpoints, new JobConfig(checkpoints, config.job().checkpointInterval(), 0, 0));
    // The database may be away for any time.
    c.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    c.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, FIRST_DELAY);
    c.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, LONGEST_DELAY);
    return c;
  }

  /** Ends the job where it stands; a later start goes on from its last checkpoint. */
  @Override
  public void close() {
    starter.interrupt();
    try {
      starter.join();
      job.get().cancel().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.debug("live state did not run", e);
    }
  }
}
