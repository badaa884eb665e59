package io.minhos.cli;

import io.minhos.state.LiveState;
import io.minhos.state.StateJob;
import io.minhos.trading.JobSettings;
import io.minhos.trading.TradingJob;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.KafkaJob;
import io.minhos.trading.kafka.KafkaTopics;
import io.minhos.trading.models.StoreModels;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description = {
      "The trading job against the configured Kafka, on a Flink inside this JVM, where it goes on",
      "from the last checkpoint under job.checkpoints; or with --cluster on a session cluster, which",
      "keeps checkpoints where it is told to."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  /** Checkpoints lie at (folder)/(job)/chk-(n)/_metadata, which is written last. */
  private static final String METADATA = "_metadata";

  private static final int METADATA_DEPTH = 3;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "Subtasks of each operator.")
  int parallelism;

  @Option(
      names = "--from",
      paramLabel = "PATH",
      description = "Go on from this savepoint or checkpoint instead.")
  String from;

  @Option(
      names = "--fresh",
      description = "Start without state: reads all topics again and writes all outputs again.")
  boolean fresh;

  @Option(
      names = "--cluster",
      paramLabel = "URL",
      description = {
        "Submit it to the session cluster of this address, such as http://127.0.0.1:8081, and end;",
        "with state.url the job that writes live state too. One that runs there already is left alone.",
        "Starts without state, unless --from says where it is."
      })
  URI cluster;

  @Mixin ConfigOptions config;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (parallelism < 1) {
      throw new ParameterException(
          spec.commandLine(), "--parallelism must be >= 1: " + parallelism);
    }
    TradingConfig loaded = config.load();
    return cluster == null ? runHere(loaded) : submit(loaded);
  }

  private int submit(TradingConfig loaded) throws Exception {
    FileChecks.requireAddress(spec, "--cluster", cluster);
    Map<String, JobID> running = running();
    JobID before = running.get(TradingJob.NAME);
    if (before != null && from != null) {
      System.err.println(
          "minhos: RUNNING: job=%s, stop it before another goes on".formatted(before));
      return Minhos.FAILED;
    }
    if (before == null) {
      Configuration settings = JobSettings.onCluster(loaded.job());
      if (from != null) {
        settings.set(StateRecoveryOptions.SAVEPOINT_PATH, from);
      }
      KafkaTopics.create(loaded);
      StreamExecutionEnvironment trading = remote(settings);
      trading.setParallelism(parallelism);
      KafkaJob.build(trading, StoreModels.of(loaded.inference()), loaded);
      before = trading.executeAsync(TradingJob.NAME).getJobID();
    }
    System.out.println("job       " + before);
    JobID writer = running.get(StateJob.NAME);
    if (loaded.state().isOn() && writer == null) {
      // It reads the topics again from their beginning, which changes no row that is there.
      StreamExecutionEnvironment state = remote(JobSettings.onCluster(loaded.job()));
      state.setParallelism(1);
      LiveState.migrate(loaded);
      StateJob.build(state, loaded);
      writer = state.executeAsync(StateJob.NAME).getJobID();
    }
    if (writer != null) {
      System.out.println("state     " + writer);
    }
    return 0;
  }

  /** The cluster's jobs that have not ended, by name. */
  private Map<String, JobID> running() throws Exception {
    Configuration address = new Configuration();
    address.set(RestOptions.ADDRESS, cluster.getHost());
    address.set(RestOptions.PORT, cluster.getPort());
    address.set(JobManagerOptions.ADDRESS, cluster.getHost());
    Map<String, JobID> running = new HashMap<>();
    try (RestClusterClient<StandaloneClusterId> client =
        new RestClusterClient<>(address, StandaloneClusterId.getInstance())) {
      for (JobStatusMessage job : client.listJobs().get()) {
        if (!job.getJobState().isGloballyTerminalState()) {
          running.put(job.getJobName(), job.getJobId());
        }
      }
    }
    return running;
  }

  private StreamExecutionEnvironment remote(Configuration settings) {
    return ClusterJars.LIVE.environment(cluster, settings);
  }

  private int runHere(TradingConfig loaded) throws Exception {
    String checkpoints = loaded.job().checkpoints();
    boolean local = !checkpoints.contains(":");
    Path folder = local ? Path.of(checkpoints).toAbsolutePath() : null;
    Configuration settings =
        JobSettings.embedded(local ? folder.toUri().toString() : checkpoints, loaded.job());
    Optional<String> start =
        fresh
            ? Optional.empty()
            : from != null
                ? Optional.of(from)
                : local ? lastCheckpoint(folder).map(p -> p.toUri().toString()) : Optional.empty();
    start.ifPresent(path -> settings.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
    System.err.println(
        "state     " + start.map(p -> "from " + p).orElse("none, from the beginning"));
    KafkaTopics.create(loaded);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(settings);
    env.setParallelism(parallelism);
    KafkaJob.build(env, StoreModels.of(loaded.inference()), loaded);
    LiveState state = loaded.state().isOn() ? liveState(loaded) : null;
    try {
      env.execute(TradingJob.NAME);
    } finally {
      if (state != null) {
        state.close();
      }
    }
    return 0;
  }

  /** Beside the trading job, which does not wait for it. */
  private LiveState liveState(TradingConfig loaded) throws IOException {
    String checkpoints = loaded.state().checkpoints();
    if (checkpoints.contains(":")) {
      return LiveState.start(loaded, checkpoints, Optional.empty());
    }
    Path folder = Path.of(checkpoints).toAbsolutePath();
    return LiveState.start(
        loaded,
        folder.toUri().toString(),
        fresh ? Optional.empty() : lastCheckpoint(folder).map(p -> p.toUri().toString()));
  }

  /** The checkpoint that was completed last. */
  static Optional<Path> lastCheckpoint(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files =
        Files.find(folder, METADATA_DEPTH, (path, attributes) -> path.endsWith(METADATA))) {
      return files.max(Comparator.comparing(RunCommand::modified)).map(Path::getParent);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      // Flink has just removed it: a later one is complete.
      return FileTime.fromMillis(0);
    }
  }
}
