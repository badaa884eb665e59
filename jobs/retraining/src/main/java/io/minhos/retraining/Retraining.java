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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
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

  /** What progress about the variants of a search goes by. */
  public static final String VARIANT = "variant";

  /**
   * Trainers, or the variants of a search, run beside each other, each in a slot of its own; memory
   * is the JVM's. In batch no two operators share a slot, so there are never more at a time than
   * that.
   */
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
    return run(local(parallelism), history, config, publication, candidates, progress, shuffle);
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
    reportInput(counted, progress);
    List<TrainingVerdict> verdicts = new ArrayList<>();
    List<String> lines = done.getAccumulatorResult(JudgeModels.VERDICTS);
    for (String line : lines) {
      verdicts.add(Json.read(line, TrainingVerdict.class));
    }
    verdicts.sort(Comparator.comparingInt(verdict -> candidates.indexOf(verdict.model())));
    return verdicts;
  }

  /**
   * Tells what each of several settings makes of one model, and publishes nothing. One job: what
   * the variants have in common is made once, and at most as many of them are trained at a time as
   * there are slots, each with a copy of the rows in memory.
   *
   * @param env as {@link #localSearch} makes it, or with {@link #settings()}
   * @param model model id: lstm, ensemble, winprob
   * @param progress hears ({@link #VARIANT}, what came of it) each time that one was judged, in the
   *     order in which they are judged, and at the end the same of the input as {@link #run}
   */
  public static VariantSearch search(
      StreamExecutionEnvironment env,
      History history,
      List<Variant> variants,
      Publication publication,
      String model,
      BiConsumer<String, String> progress)
      throws Exception {
    List<TradingConfig> configs = variants.stream().map(Variant::config).toList();
    RetrainingTopology.search(history.read(env, configs.get(0)), configs, publication, model);
    Set<Integer> said = new HashSet<>();
    Map<String, Object> counted =
        WatchedJob.run(env, NAME, soFar -> reportVariants(soFar, variants, said, progress))
            .getAllAccumulatorResults();
    reportVariants(counted, variants, said, progress);
    reportInput(counted, progress);
    return new VariantSearch(
        variants,
        IntStream.rangeClosed(1, variants.size())
            .mapToObj(number -> verdict(counted, number).orElseThrow())
            .toList());
  }

  private static void reportVariants(
      Map<String, Object> accumulators,
      List<Variant> variants,
      Set<Integer> said,
      BiConsumer<String, String> progress) {
    for (int number = 1; number <= variants.size(); number++) {
      Optional<TrainingVerdict> verdict =
          said.contains(number) ? Optional.empty() : verdict(accumulators, number);
      if (verdict.isPresent()) {
        said.add(number);
        TrainingVerdict.Metrics metrics = verdict.get().metrics();
        String found =
            metrics == null
                ? verdict.get().reasons().get(0)
                : String.format(Locale.ROOT, "accuracy %.2f %%", 100 * metrics.accuracy());
        progress.accept(
            VARIANT,
            "%d of %d: %s: %s"
                .formatted(
                    said.size(), variants.size(), variants.get(number - 1).settings(), found));
      }
    }
  }

  private static Optional<TrainingVerdict> verdict(Map<String, Object> accumulators, int number) {
    return accumulators.get(AssessVariant.verdictOf(number)) instanceof List<?> lines
        ? Optional.of(Json.read((String) lines.get(0), TrainingVerdict.class))
        : Optional.empty();
  }

  /** An environment that runs its jobs inside this JVM. */
  public static StreamExecutionEnvironment local(int parallelism) {
    return local(parallelism, SLOTS);
  }

  /**
   * The same for a search: with a slot a processor, for variants that wait for one would only hold
   * a copy of the rows meanwhile.
   */
  public static StreamExecutionEnvironment localSearch(int parallelism) {
    int processors = Runtime.getRuntime().availableProcessors();
    return local(parallelism, Math.max(parallelism, Math.min(SLOTS, processors)));
  }

  private static StreamExecutionEnvironment local(int parallelism, int slots) {
    Configuration local = settings();
    local.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
    return StreamExecutionEnvironment.createLocalEnvironment(
        parallelism, WatchedJob.settings(local));
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

  private static void reportInput(
      Map<String, Object> counted, BiConsumer<String, String> progress) {
    progress.accept(
        INPUT,
        "read=%d accepted=%d"
            .formatted(
                Summary.count(counted, TradingMetric.RECORDS_READ),
                Summary.count(counted, TradingMetric.RECORDS_ACCEPTED)));
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
