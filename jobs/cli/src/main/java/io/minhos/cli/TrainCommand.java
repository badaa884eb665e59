package io.minhos.cli;

import io.minhos.domain.signals.SignalFusion;
import io.minhos.retraining.History;
import io.minhos.retraining.Publication;
import io.minhos.retraining.Retraining;
import io.minhos.retraining.TradeHistory;
import io.minhos.retraining.TrainingVerdict;
import io.minhos.retraining.VariantSearch;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.MarketExtent;
import io.minhos.trading.output.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    description =
        "Trains the models on files or topics, lets the gate judge them, publishes what it releases.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  static final List<String> MODELS =
      List.of(SignalFusion.LSTM, SignalFusion.ENSEMBLE, SignalFusion.WIN);

  @ArgGroup(multiplicity = "1")
  Input input;

  /** Files or topics of market data, or what became of trades. */
  static final class Input {
    @ArgGroup(exclusive = false, multiplicity = "1")
    MarketFiles files;

    @Option(
        names = "--kafka",
        required = true,
        description = {
          "Market topics of kafka.bootstrapServers, as far as they go at the start,",
          "admitted as the trading job does."
        })
    boolean kafka;

    @ArgGroup(exclusive = false, multiplicity = "1")
    TradeFiles made;
  }

  /** Trades that were made, for the win-probability model alone. */
  static final class TradeFiles {
    @Option(
        names = "--executions",
        paramLabel = "FILE",
        required = true,
        description = "Train winprob on trades that were made: a replay's executions.jsonl.")
    Path executions;

    @Option(
        names = "--decisions",
        paramLabel = "FILE",
        required = true,
        description = "The same replay's decisions.jsonl.")
    Path decisions;

    @Option(
        names = "--signals",
        paramLabel = "FILE",
        required = true,
        description = "The same replay's signals.jsonl.")
    Path signals;
  }

  @Option(names = "--store", paramLabel = "DIR", required = true, description = "Model store.")
  Path store;

  @Option(
      names = "--only",
      paramLabel = "MODEL",
      split = ",",
      description = "Models to train: lstm, ensemble, winprob; all if left out.")
  List<String> only = MODELS;

  @Option(names = "--horizon", paramLabel = "H", description = "Bars ahead; labels.horizonBars.")
  Integer horizon;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Subtasks of the features' operators; trainers run beside each other.")
  int parallelism;

  @Option(
      names = "--force-release",
      description = {
        "For experiments: publish and promote what the gate refuses too.",
        "Manifest, journal and verdict say FORCED."
      })
  boolean forceRelease;

  @Option(
      names = "--variants",
      paramLabel = "FILE",
      description = {
        "Settings to try, a variant a line: key=value key=value. The one that is right most often",
        "is judged, and the gate asks for more of it the more there were. Goes with one --only."
      })
  Path variants;

  @Option(
      names = "--cluster",
      paramLabel = "URL",
      description = {
        "Train on the session cluster of this address, such as http://127.0.0.1:8081, and follow it;",
        "files and store must lie where its task managers find them."
      })
  URI cluster;

  @Option(names = "--json", description = "Print the verdicts as JSON.")
  boolean json;

  @Mixin ConfigOptions config;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    requireModels(spec, only);
    FileChecks.requireAtLeastOne(spec, "--parallelism", parallelism);
    if (variants != null) {
      FileChecks.requireFiles(spec, "--variants", List.of(variants));
      if (only.size() != 1 || input.made != null) {
        throw new ParameterException(
            spec.commandLine(), "--variants must go with market data and one --only: " + only);
      }
    }
    if (cluster != null) {
      FileChecks.requireAddress(spec, "--cluster", cluster);
      if (input.made != null) {
        throw new ParameterException(
            spec.commandLine(), "--cluster must be left out with --executions: " + cluster);
      }
    }
    if (input.made != null) {
      requireTradeFiles();
    } else if (!input.kafka) {
      FileChecks.requireFiles(spec, input.files);
    }
    FileChecks.requireFolder(spec, "--store", store);
    if (horizon != null) {
      FileChecks.requireAtLeastOne(spec, "--horizon", horizon);
    }
    ConfigOptions options = config.withHorizon(horizon);
    Publication publication =
        new Publication(store.toAbsolutePath().toString(), Minhos.VERSION, Instant.now());
    if (forceRelease) {
      publication = publication.force();
    }
    List<List<String>> tried = variants == null ? List.of() : VariantSearch.read(variants);
    TradingConfig loaded = input.files == null ? options.load() : input.files.configured(options);
    // Once: what is found in a search is judged on what was searched.
    History history = input.made == null ? history(loaded) : null;
    TradingConfig chosen = loaded;
    VariantSearch search = null;
    if (variants != null) {
      search =
          Retraining.search(
              environment(Retraining::localSearch),
              history,
              options.variants(loaded, tried),
              publication,
              only.get(0),
              TrainCommand::report);
      chosen = search.chosen(loaded);
      publication = publication.bestOf(search);
    }
    List<TrainingVerdict> verdicts = train(chosen, publication, history);
    if (json) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("verdicts", verdicts);
      if (search != null) {
        told.put("search", search.told());
      }
      System.out.println(Json.line(told));
    } else {
      verdicts.forEach(verdict -> System.out.println(describe(verdict)));
    }
    return 0;
  }

  /** Trains on {@code history}, or on trades that were made. */
  private List<TrainingVerdict> train(
      TradingConfig loaded, Publication publication, History history) throws Exception {
    if (input.made != null) {
      TradeFiles made = input.made;
      return List.of(
          new TradeHistory(made.signals, made.decisions, made.executions)
              .train(loaded, publication, TrainCommand::report));
    }
    List<String> candidates = MODELS.stream().filter(only::contains).toList();
    return Retraining.run(
        environment(Retraining::local),
        history,
        loaded,
        publication,
        candidates,
        TrainCommand::report,
        OptionalLong.empty());
  }

  private static void report(String of, String text) {
    System.err.printf(Locale.ROOT, "%-9s %s%n", of, text);
  }

  private History history(TradingConfig loaded) {
    return input.kafka ? History.of(MarketExtent.now(loaded)) : History.of(input.files.files());
  }

  /** On the cluster, or inside this JVM as {@code local} makes it of the parallelism. */
  private StreamExecutionEnvironment environment(IntFunction<StreamExecutionEnvironment> local) {
    if (cluster == null) {
      return local.apply(parallelism);
    }
    StreamExecutionEnvironment env =
        ClusterJars.TRAINING.environment(cluster, Retraining.settings());
    env.setParallelism(parallelism);
    return env;
  }

  /** Each of {@code only} is a model. */
  static void requireModels(CommandSpec spec, List<String> only) {
    for (String model : only) {
      if (!MODELS.contains(model)) {
        throw new ParameterException(
            spec.commandLine(), "--only must be of " + MODELS + ": " + model);
      }
    }
  }

  private void requireTradeFiles() {
    if (only != MODELS && !only.equals(List.of(SignalFusion.WIN))) {
      throw new ParameterException(
          spec.commandLine(), "--only must be winprob with --executions: " + only);
    }
    FileChecks.requireFiles(spec, "--executions", List.of(input.made.executions));
    FileChecks.requireFiles(spec, "--decisions", List.of(input.made.decisions));
    FileChecks.requireFiles(spec, "--signals", List.of(input.made.signals));
  }

  static String describe(TrainingVerdict verdict) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-9s %s",
            verdict.model(),
            verdict.released() ? "released as version " + verdict.version() : "refused"));
    TrainingVerdict.Metrics m = verdict.metrics();
    if (m != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "; accuracy %.2f %% [%.2f, %.2f] on %,d samples, beside %s",
              100 * m.accuracy(),
              100 * m.accuracyLow(),
              100 * m.accuracyHigh(),
              m.samples(),
              m.baselines()));
    }
    verdict.reasons().forEach(reason -> text.append("\n          ").append(reason));
    return text.toString();
  }
}
