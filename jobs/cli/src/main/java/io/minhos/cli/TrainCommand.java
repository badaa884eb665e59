package io.minhos.cli;

import io.minhos.domain.signals.SignalFusion;
import io.minhos.retraining.History;
import io.minhos.retraining.Publication;
import io.minhos.retraining.Retraining;
import io.minhos.retraining.TradeHistory;
import io.minhos.retraining.TrainingVerdict;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.MarketExtent;
import io.minhos.trading.output.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
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

  @Option(names = "--json", description = "Print the verdicts as JSON.")
  boolean json;

  @Mixin ConfigOptions config;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    requireModels(spec, only);
    FileChecks.requireAtLeastOne(spec, "--parallelism", parallelism);
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
    TradingConfig loaded = input.files == null ? options.load() : input.files.configured(options);
    Publication publication =
        new Publication(store.toAbsolutePath().toString(), Minhos.VERSION, Instant.now());
    List<TrainingVerdict> verdicts =
        train(loaded, forceRelease ? publication.force() : publication);
    if (json) {
      System.out.println(Json.line(Map.of("verdicts", verdicts)));
    } else {
      verdicts.forEach(verdict -> System.out.println(describe(verdict)));
    }
    return 0;
  }

  private List<TrainingVerdict> train(TradingConfig loaded, Publication publication)
      throws Exception {
    BiConsumer<String, String> progress =
        (trainer, text) -> System.err.printf(Locale.ROOT, "%-9s %s%n", trainer, text);
    if (input.made != null) {
      TradeFiles made = input.made;
      return List.of(
          new TradeHistory(made.signals, made.decisions, made.executions)
              .train(loaded, publication, progress));
    }
    return Retraining.run(
        input.kafka ? History.of(MarketExtent.now(loaded)) : History.of(input.files.files()),
        loaded,
        publication,
        MODELS.stream().filter(only::contains).toList(),
        parallelism,
        progress);
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
