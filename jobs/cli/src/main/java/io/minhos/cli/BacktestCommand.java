package io.minhos.cli;

import io.minhos.cli.backtest.Backtest;
import io.minhos.cli.backtest.BacktestResult;
import io.minhos.cli.data.MarketScenario;
import io.minhos.cli.data.PlantedMarket;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.retraining.VariantSearch;
import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.Span;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private static final String ALL = "all";
  private static final String SCENARIOS = "scenarios.json";

  @ArgGroup(multiplicity = "1")
  Input input;

  /** Files of market data, or markets that are simulated. */
  static final class Input {
    @ArgGroup(exclusive = false, multiplicity = "1")
    MarketFiles files;

    @ArgGroup(exclusive = false, multiplicity = "1")
    Simulated simulated;
  }

  /** Markets of several kinds. */
  static final class Simulated {
    @Option(
        names = "--scenario",
        paramLabel = "NAME",
        split = ",",
        required = true,
        description = {
          "Simulated markets in place of files: all, or some of calm, trending, choppy, crash,",
          "flash-crash, illiquid, gap-at-open. One table of all."
        })
    List<String> names;

    @Option(names = "--symbols", paramLabel = "N", description = "Symbols of each; 3.")
    int symbols = 3;

    @Option(names = "--length", paramLabel = "N", description = "Bars of each symbol; 5000.")
    int length = 5_000;

    @Option(
        names = "--signal",
        paramLabel = "X",
        description = "Best accuracy by the planted signal alone, in [0.5, 0.75]; 0.6.")
    double signal = 0.6;

    @Option(names = "--seed", paramLabel = "N", description = "Seed; 1.")
    long seed = 1;
  }

  @Option(
      names = "--train-window",
      paramLabel = "SPAN",
      description = {
        "What models are trained on: a span such as 180d, or so many bars' time; needed with",
        "files, else half of the bars."
      })
  String trainWindow;

  @Option(
      names = "--step",
      paramLabel = "SPAN",
      description = "From one training to the next, likewise; else a quarter of the bars.")
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
      description =
          "Models to train: lstm, ensemble, winprob; all if left out, of scenarios ensemble.")
  List<String> only;

  @Option(
      names = "--variants",
      paramLabel = "FILE",
      description = {
        "Settings to try on each window, a variant a line: key=value key=value. The one that is",
        "right most often is judged, and the gate asks for more of it the more there were. Goes",
        "with one --only."
      })
  Path variants;

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
    if (only != null) {
      TrainCommand.requireModels(spec, only);
    }
    if (variants != null) {
      FileChecks.requireFiles(spec, "--variants", List.of(variants));
    }
    FileChecks.requireAtLeastOne(spec, "--parallelism", parallelism);
    if (horizon != null) {
      FileChecks.requireAtLeastOne(spec, "--horizon", horizon);
    }
    return input.files == null ? scenarios(input.simulated) : files(input.files);
  }

  private int files(MarketFiles files) throws Exception {
    FileChecks.requireFiles(spec, files);
    FileChecks.requireFolder(spec, "--out", out);
    requireGiven("--train-window", trainWindow);
    requireGiven("--step", step);
    ConfigOptions options = config.withHorizon(horizon);
    TradingConfig loaded = files.configured(options);
    BacktestResult result =
        new Backtest(
                files.files(),
                loaded,
                terms(options, loaded, trainWindow, step, TrainCommand.MODELS),
                Minhos.VERSION,
                parallelism,
                out)
            .run(new BacktestProgress(""));
    System.out.println(json ? Json.line(result) : BacktestText.of(result));
    return 0;
  }

  private void requireGiven(String option, String value) {
    if (value == null) {
      throw new ParameterException(
          spec.commandLine(), option + " must be given with --bars or --trades");
    }
  }

  private int scenarios(Simulated simulated) throws Exception {
    SimulateCommand.requireSignal(spec, simulated.signal);
    FileChecks.requireAtLeastOne(spec, "--symbols", simulated.symbols);
    FileChecks.requireAtLeastOne(spec, "--length", simulated.length);
    Set<MarketScenario> scenarios = EnumSet.noneOf(MarketScenario.class);
    for (String name : simulated.names) {
      if (name.equals(ALL)) {
        scenarios.addAll(EnumSet.allOf(MarketScenario.class));
      } else {
        scenarios.add(SimulateCommand.scenario(spec, name));
      }
    }
    FileChecks.requireFolder(spec, "--out", out);
    ConfigOptions options = config.withHorizon(horizon);
    TradingConfig loaded = options.load();
    // What is wrong with a span is said before anything is made.
    var unused =
        terms(
            options,
            loaded,
            trainWindow == null ? "1" : trainWindow,
            step == null ? "1" : step,
            List.of(SignalFusion.ENSEMBLE));
    Map<String, BacktestResult> results = new LinkedHashMap<>();
    for (MarketScenario scenario : scenarios) {
      results.put(scenario.id(), scenario(scenario, simulated, options, loaded));
    }
    String line = Json.line(results);
    Files.writeString(out.resolve(SCENARIOS), line + "\n");
    System.out.println(json ? line : BacktestText.of(results));
    return 0;
  }

  /** A market of its own, in a folder of its own. */
  private BacktestResult scenario(
      MarketScenario scenario, Simulated simulated, ConfigOptions options, TradingConfig configured)
      throws Exception {
    Path folder = Files.createDirectories(out.resolve(scenario.id()));
    Path bars = folder.resolve("market.csv");
    Path made = folder.resolve("market.csv.next");
    PlantedMarket market =
        new PlantedMarket(
            simulated.symbols,
            configured.bars().length().millis(),
            simulated.signal,
            simulated.seed,
            scenario.conditions());
    try (BufferedWriter writer = Files.newBufferedWriter(made)) {
      market.write(simulated.length, writer);
    }
    if (Files.exists(bars) && Files.mismatch(made, bars) >= 0) {
      Files.delete(made);
      throw new ConfigException(
          "BACKTEST_DIFFERS: out=%s key=market; --out must be another folder".formatted(folder));
    }
    Files.move(made, bars, StandardCopyOption.REPLACE_EXISTING);
    MarketFiles files = new MarketFiles();
    files.bars = List.of(bars);
    // Bars have no quotes: who trades pays half of the spread each time all the same.
    double halfSpreadBps = scenario.conditions().spread() / 2 * 10_000;
    ConfigOptions paying = options;
    TradingConfig loaded = configured;
    if (configured.execution().slippageBps() < halfSpreadBps) {
      paying = options.with(List.of("execution.slippageBps=" + halfSpreadBps));
      loaded = paying.load();
    }
    // Of a market that is closed at night so many bars take longer.
    int half = Math.max(1, simulated.length / 2);
    int later = half + Math.max(1, simulated.length / 4);
    long window = market.openOffset(half);
    long every = market.openOffset(later) - window;
    return new Backtest(
            files.files(),
            loaded,
            terms(
                paying,
                loaded,
                trainWindow == null ? window + "ms" : trainWindow,
                step == null ? every + "ms" : step,
                List.of(SignalFusion.ENSEMBLE)),
            Minhos.VERSION,
            parallelism,
            folder)
        .run(new BacktestProgress(scenario.id() + ": "));
  }

  private Backtest.Terms terms(
      ConfigOptions options,
      TradingConfig loaded,
      String window,
      String every,
      List<String> otherwise)
      throws IOException {
    long length = loaded.bars().length().millis();
    List<String> asked = only == null ? otherwise : only;
    if (variants != null && asked.size() != 1) {
      throw new ParameterException(
          spec.commandLine(), "--variants must go with one --only: " + asked);
    }
    return new Backtest.Terms(
        span("--train-window", window, length, 1),
        span("--step", every, length, 1),
        span("--ready-after", readyAfter, length, 0),
        TrainCommand.MODELS.stream().filter(asked::contains).toList(),
        variants == null ? List.of() : options.variants(loaded, VariantSearch.read(variants)));
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
