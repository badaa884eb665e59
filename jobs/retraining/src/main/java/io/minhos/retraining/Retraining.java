package io.minhos.retraining;

import io.minhos.flink.files.MarketFile;
import io.minhos.flink.metrics.TradingMetric;
import io.minhos.trading.JobSettings;
import io.minhos.trading.WatchedJob;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import io.minhos.trading.output.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs the retraining job over files or topics, on a Flink inside this JVM or on a cluster. */
public final class Retraining {

  /** The job's name. */
  public static final String NAME = "retraining";

  /** What progress about the input goes by. */
  public static final String INPUT = "input";

  /** Trainers run beside each other, each in a slot of its own; memory is the JVM's. */
  private static final int SLOTS = 8;

  private Retraining() {}

  /**
   * Trains on files, as {@link #run(History, TradingConfig, Publication, List, int, BiConsumer)}.
   */
  public static List<TrainingVerdict> run(
      List<MarketFile> files,
      TradingConfig config,
      Publication publication,
      List<String> candidates,
      int parallelism,
      BiConsumer<String, String> progress)
      throws Exception {
    return run(History.of(files), config, publication, candidates, parallelism, progress);
  }

  /**
   * Trains, judges and publishes.
   *
   * @param candidates model ids: lstm, ensemble, winprob
   * @param progress hears (trainer, how far it is) each time that one went on, and at the end
   *     ({@link #INPUT}, how many records were read and accepted)
   * @return a verdict a candidate, in their order
   */
  public static List<TrainingVerdict> run(
      History history,
      TradingConfig config,
      Publication publication,
      List<String> candidates,
      int parallelism,
      BiConsumer<String, String> progress)
      throws Exception {
    return run(
        history, config, publication, candidates, parallelism, progress, OptionalLong.empty());
  }

  /**
   * The same with each symbol's labels shuffled by a seed, where there is one: nothing is to be
   * found, so whatever the gate lets pass then is a leak, or its chance of one in so many.
   */
  public static List<TrainingVerdict> run(
      History history,
      TradingConfig config,
      Publication publication,
      List<String> candidates,
      int parallelism,
      BiConsumer<String, String> progress,
      OptionalLong shuffle)
      throws Exception {
    Configuration local = settings();
    local.set(TaskManagerOptions.NUM_TASK_SLOTS, SLOTS);
    return run(
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, WatchedJob.settings(local)),
        history,
        config,
        publication,
        candidates,
        progress,
        shuffle);
  }

  /**
   * The same where the environment runs its jobs.
   *
   * @param env made with {@link #settings()}; where it is a cluster's, files and the store must lie
   *     where its task managers find them
   */
  public static List<TrainingVerdict> run(
      StreamExecutionEnvironment env,
      History history,
      TradingConfig config,
      Publication publication,
      List<String> candidates,
      BiConsumer<String, String> progress,
      OptionalLong shuffle)
      throws Exception {
    build(env, history, config, publication, candidates, shuffle);
    Map<String, String> said = new TreeMap<>();
    JobExecutionResult done = WatchedJob.run(env, NAME, counted -> report(counted, said, progress));
    Map<String, Object> counted = done.getAllAccumulatorResults();
    report(counted, said, progress);
    progress.accept(
        INPUT,
        "read=%d accepted=%d"
            .formatted(
                Summary.count(counted, TradingMetric.RECORDS_READ),
                Summary.count(counted, TradingMetric.RECORDS_ACCEPTED)));
    List<TrainingVerdict> verdicts = new ArrayList<>();
    List<String> lines = done.getAccumulatorResult(JudgeModels.VERDICTS);
    for (String line : lines) {
      verdicts.add(Json.read(line, TrainingVerdict.class));
    }
    verdicts.sort(Comparator.comparingInt(verdict -> candidates.indexOf(verdict.model())));
    return verdicts;
  }

  /** The job over all that {@code history} holds. */
  static void build(
      StreamExecutionEnvironment env,
      History history,
      TradingConfig config,
      Publication publication,
      List<String> candidates,
      OptionalLong shuffle) {
    RetrainingTopology.build(history.read(env, config), config, publication, candidates, shuffle);
  }

  /** A job over history that ends. */
  public static Configuration settings() {
    Configuration c = JobSettings.flink();
    c.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    return c;
  }

  private static void report(
      Map<String, Object> accumulators,
      Map<String, String> said,
      BiConsumer<String, String> progress) {
    new TreeMap<>(accumulators)
        .forEach(
            (name, value) -> {
              if (name.startsWith(LatestText.PROGRESS)
                  && !value.equals(said.put(name, "" + value))) {
                progress.accept(name.substring(LatestText.PROGRESS.length()), "" + value);
              }
            });
  }
}
