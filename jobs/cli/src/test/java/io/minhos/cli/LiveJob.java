package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.cli.embedded.EmbeddedKafka;
import io.minhos.trading.JobSettings;
import io.minhos.trading.Models;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.KafkaJob;
import io.minhos.trading.kafka.KafkaTopics;
import io.minhos.trading.kafka.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A broker and a Flink cluster for the live job, whose task manager can be killed. */
final class LiveJob implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path work;
  private final EmbeddedKafka kafka;
  private final TradingConfig config;
  private final MiniCluster cluster;
  private int taskManagers = 1;
  private JobID job;

  /**
   * @param settings of the job, besides broker and partitions; no metrics unless they give a port
   */
  LiveJob(Path work, int partitions, String... settings) throws Exception {
    this.work = work;
    kafka = EmbeddedKafka.start(work.resolve("kafka"));
    List<String> all = new ArrayList<>(List.of("job.webPort=0", "job.metricsPort=0"));
    all.addAll(List.of(settings));
    all.add("kafka.bootstrapServers='" + kafka.bootstrapServers() + "'");
    all.add("kafka.partitions=" + partitions);
    all.add("job.checkpointInterval=200ms");
    config = ConfigLoader.load(null, all);
    KafkaTopics.create(config);
    Configuration ofCluster = settings();
    ofCluster.set(CoreOptions.TMP_DIRS, work.toString());
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(ofCluster)
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(2)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  TradingConfig config() {
    return config;
  }

  TopicReader reader() {
    return new TopicReader(kafka.bootstrapServers());
  }

  /** Starts the job without state: it reads all topics from their beginning. */
  void start(Models models) throws Exception {
    start(models, settings());
  }

  /** Starts the job as {@code run} does: from the checkpoint that was completed last. */
  void resume(Models models) throws Exception {
    Configuration settings = settings();
    settings.set(
        StateRecoveryOptions.SAVEPOINT_PATH,
        RunCommand.lastCheckpoint(work.resolve("checkpoints")).orElseThrow().toUri().toString());
    start(models, settings);
  }

  private void start(Models models, Configuration settings) throws Exception {
    var env = StreamExecutionEnvironment.createLocalEnvironment(2, settings);
    KafkaJob.build(env, models, config);
    job =
        cluster
            .submitJob(env.getStreamGraph().getJobGraph())
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
            .getJobID();
  }

  void cancel() throws Exception {
    cluster.cancelJob(job).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    cluster.requestJobResult(job).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Ends the only task manager; the job goes on from its last checkpoint on another. */
  void killTaskManager() throws Exception {
    cluster.terminateTaskManager(taskManagers - 1).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    cluster.startTaskManager();
    taskManagers++;
  }

  /** Waits until {@code topic} holds so many messages. */
  void await(String topic, long messages) {
    await(topic, () -> reader().read(topic).size() >= messages);
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time left for %s", what).isLessThan(end);
      LockSupport.parkNanos(50_000_000);
    }
  }

  private Configuration settings() {
    Configuration c =
        JobSettings.embedded(work.resolve("checkpoints").toUri().toString(), config.job());
    c.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    c.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1_000);
    c.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    return c;
  }

  /** The job first, which would otherwise wait for the broker. */
  @Override
  public void close() {
    cluster.closeAsync().join();
    kafka.close();
  }
}
