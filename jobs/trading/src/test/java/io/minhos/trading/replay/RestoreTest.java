package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.trading.JobSettings;
import io.minhos.trading.RealTrades;
import io.minhos.trading.config.ConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A replay of all real trades, stopped or killed on its way, against one that ran through. */
class RestoreTest {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int SLOTS = 4;

  @TempDir static Path dir;

  private static List<MarketFile> files;
  private static Path undisturbed;

  private MiniCluster cluster;

  @BeforeAll
  static void runsThrough() throws Exception {
    Path trades = RealTrades.write(dir.resolve("trades.csv"), RealTrades.lines(100_000));
    files = List.of(new MarketFile(trades.toString(), Kind.TRADES));
    undisturbed = dir.resolve("undisturbed");
    Replay.run(
        ReplayInputs.withoutModels(files), ConfigLoader.load(null, List.of()), 1, undisturbed);
  }

  @AfterAll
  static void tradedAtAll() throws Exception {
    assertThat(Files.readAllLines(undisturbed.resolve(Replay.ORDERS))).hasSizeGreaterThan(1_000);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, hashmap", "2, 4, rocksdb", "4, 1, hashmap"})
  void goesOnFromASavepointInTheMiddle(int before, int after, String backend) throws Exception {
    Path out = dir.resolve("savepoint-" + before + "-" + after);
    Configuration settings = JobSettings.flink();
    settings.set(StateBackendOptions.STATE_BACKEND, backend);
    JobID first = submit(settings, before, out);
    await("some decisions", () -> size(out.resolve(Replay.DECISIONS)) > 0);
    String savepoint =
        cluster
            .stopWithSavepoint(
                first,
                dir.resolve("savepoints").toUri().toString(),
                false,
                SavepointFormatType.CANONICAL)
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(size(out.resolve(Replay.DECISIONS)))
        .isBetween(1L, size(undisturbed.resolve(Replay.DECISIONS)) - 1);

    settings.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    assertFinishes(submit(settings, after, out));
    assertSameAsUndisturbed(out);
  }

  @Test
  void goesOnWhenTaskManagersAreKilled() throws Exception {
    Path out = dir.resolve("killed");
    Configuration settings = JobSettings.flink();
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1_000);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    long whole = size(undisturbed.resolve(Replay.DECISIONS));
    JobID job = submit(settings, 2, out);
    for (int kill = 0; kill < 3; kill++) {
      // Later each time, so each kill hits what the one before left to do.
      long written = whole * (kill + 1) / 5;
      await("decisions", () -> size(out.resolve(Replay.DECISIONS)) > written);
      cluster.terminateTaskManager(kill).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(cluster.getJobStatus(job).get()).isNotEqualTo(JobStatus.FINISHED);
      cluster.startTaskManager();
    }
    assertFinishes(job);
    assertSameAsUndisturbed(out);
  }

  @BeforeEach
  void startCluster() throws Exception {
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  @AfterEach
  void stopCluster() throws Exception {
    cluster.close();
  }

  private JobID submit(Configuration settings, int parallelism, Path out) throws Exception {
    var env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, settings);
    Replay.build(env, ReplayInputs.withoutModels(files), ConfigLoader.load(null, List.of()), out);
    return cluster
        .submitJob(env.getStreamGraph().getJobGraph())
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .getJobID();
  }

  private void assertFinishes(JobID job) throws Exception {
    JobResult result = cluster.requestJobResult(job).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(result.getSerializedThrowable()).isEmpty();
  }

  private static void assertSameAsUndisturbed(Path out) {
    for (String output : Replay.OUTPUTS) {
      assertThat(out.resolve(output)).hasSameBinaryContentAs(undisturbed.resolve(output));
    }
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time left for %s", what).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
