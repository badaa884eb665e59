package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.trading.JobSettings;
import io.minhos.trading.config.TradingConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster on which a replay is stopped or killed on its way. */
final class ReplayCluster implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int SLOTS = 4;

  private final MiniCluster cluster;
  private final ReplayInputs in;
  private final TradingConfig config;

  private ReplayCluster(MiniCluster cluster, ReplayInputs in, TradingConfig config) {
    this.cluster = cluster;
    this.in = in;
    this.config = config;
  }

  static ReplayCluster start(ReplayInputs in, TradingConfig config) throws Exception {
    // A savepoint comes behind what is in flight: little, for the job to stop early.
    Configuration buffers = new Configuration();
    buffers.set(TaskManagerOptions.MEMORY_SEGMENT_SIZE, MemorySize.parse("4kb"));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(buffers)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .withRandomPorts()
                .build());
    cluster.start();
    return new ReplayCluster(cluster, in, config);
  }

  JobID submit(Configuration settings, int parallelism, Path out) throws Exception {
    var env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, settings);
    Replay.build(env, in, config, out);
    return cluster
        .submitJob(env.getStreamGraph().getJobGraph())
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .getJobID();
  }

  /** Stops the job and returns its savepoint, which lies under {@code folder}. */
  String stopWithSavepoint(JobID job, Path folder) throws Exception {
    return cluster
        .stopWithSavepoint(job, folder.toUri().toString(), false, SavepointFormatType.CANONICAL)
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  void assertFinishes(JobID job) throws Exception {
    JobResult result = cluster.requestJobResult(job).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(result.getSerializedThrowable()).isEmpty();
  }

  /**
   * Kills the task manager of a job at parallelism 2 again and again, each time when more of the
   * decisions of {@code undisturbed} are written, so each kill hits what the one before left to do.
   */
  void assertFinishesThoughKilled(int kills, Path undisturbed, Path out) throws Exception {
    Configuration settings = JobSettings.flink();
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1_000);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    long whole = size(undisturbed.resolve(Replay.DECISIONS));
    JobID job = submit(settings, 2, out);
    for (int kill = 0; kill < kills; kill++) {
      long written = whole * (kill + 1) / (kills + 2);
      await("decisions", () -> size(out.resolve(Replay.DECISIONS)) > written);
      cluster.terminateTaskManager(kill).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(cluster.getJobStatus(job).get()).isNotEqualTo(JobStatus.FINISHED);
      cluster.startTaskManager();
    }
    assertFinishes(job);
  }

  @Override
  public void close() {
    try {
      cluster.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Bytes in {@code file}, 0 before there is one. */
  static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time left for %s", what).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
