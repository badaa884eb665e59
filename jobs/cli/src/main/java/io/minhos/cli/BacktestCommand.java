package io.minhos.cli;

import io.minhos.cli.backtest.Backtest;
import io.minhos.cli.backtest.BacktestResult;
import io.minhos.trading.config.Span;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "backtest",
    description = {
      "Walks forward through files: trains on a window, puts in force what the gate lets through,",
      "trades until the next. Started again, it goes on where it was stopped."
    },
    mixinStandardHelpOptions = true)
final class BacktestCommand implements Callable<Integer> {

  @ArgGroup(exclusive = false, multiplicity = "1")
  MarketFiles input;

  @Option(
      names = "--train-window",
      paramLabel = "SPAN",
      required = true,
      description = "What models are trained on: a span such as 180d, or so many bars' time.")
  String trainWindow;

  @Option(
      names = "--step",
      paramLabel = "SPAN",
      required = true,
      description = "From one training to the next, likewise.")
  String step;

  @Option(
      names = "--ready-after",
      paramLabel = "SPAN",
      defaultValue = "1h",
      description = "Event time that a training takes: its releases are in force that much later.")
  String readyAfter;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where results go.")
  Path out;

  @Option(
      names = "--only",
      paramLabel = "MODEL",
      split = ",",
      description = "Models to train: lstm, ensemble, winprob; all if left out.")
  List<String> only = TrainCommand.MODELS;

  @Option(names = "--horizon", paramLabel = "H", description = "Bars ahead; labels.horizonBars.")
  Integer horizon;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Subtasks of each operator; the output is the same at any.")
  int parallelism;

  @Option(names = "--json", description = "Print the result as JSON.")
  boolean json;

  @Mixin ConfigOptions config;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    TrainCommand.requireModels(spec, only);
    FileChecks.requireAtLeastOne(spec, "--parallelism", parallelism);
    if (horizon != null) {
      FileChecks.requireAtLeastOne(spec, "--horizon", horizon);
    }
    FileChecks.requireFiles(spec, input);
    FileChecks.requireFolder(spec, "--out", out);
    TradingConfig loaded = input.configured(config.withHorizon(horizon));
    Backtest backtest =
        new Backtest(input.files(), loaded, terms(loaded), Minhos.VERSION, parallelism, out);
    BacktestResult result = backtest.run(new BacktestProgress(""));
    System.out.println(json ? Json.line(result) : BacktestText.of(result));
    return 0;
  }

  private Backtest.Terms terms(TradingConfig loaded) {
    long length = loaded.bars().length().millis();
    return new Backtest.Terms(
        span("--train-window", trainWindow, length, 1),
        span("--step", step, length, 1),
        span("--ready-after", readyAfter, length, 0),
        TrainCommand.MODELS.stream().filter(only::contains).toList());
  }

  /** A span, or so many bars' time, that ends where bars do. */
  private long span(String option, String text, long barLength, long leastBars) {
    long millis;
    try {
      millis =
          text.matches("\\d{1,9}")
              ? Math.multiplyExact(Long.parseLong(text), barLength)
              : Span.parse(text).millis();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ParameterException(
          spec.commandLine(),
          option + " must be a number of bars, or with ms, s, m, h or d a span: " + text,
          e);
    }
    if (millis < leastBars * barLength || millis % barLength != 0) {
      throw new ParameterException(
          spec.commandLine(),
          "%s must be a multiple of bars.length=%dms, at least %d: %s"
              .formatted(option, barLength, leastBars, text));
    }
    return millis;
  }
}
