package io.minhos.cli;

import io.minhos.domain.leaks.ComputedFeatures;
import io.minhos.domain.leaks.FeatureColumn;
import io.minhos.domain.leaks.FeatureRun;
import io.minhos.domain.leaks.Lookahead;
import io.minhos.domain.leaks.WarmUp;
import io.minhos.domain.market.Bar;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.files.MarketFile;
import io.minhos.retraining.History;
import io.minhos.retraining.Publication;
import io.minhos.retraining.Retraining;
import io.minhos.retraining.TrainingVerdict;
import io.minhos.trading.JobSettings;
import io.minhos.trading.TradingTopology;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import io.minhos.trading.replay.FileMarket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description =
        "Looks for leaks: the future in a feature, the beginning of the data, the labels.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CheckCommand.LookaheadCheck.class,
      CheckCommand.WarmUpCheck.class,
      CheckCommand.LabelsCheck.class
    })
final class CheckCommand {

  /** Bars of files, and where in them is looked. */
  abstract static class OverBars implements Callable<Integer> {

    @ArgGroup(exclusive = false, multiplicity = "1")
    MarketFiles input;

    @Option(
        names = "--seed",
        paramLabel = "S",
        defaultValue = "1",
        description = "Of all that is drawn.")
    long seed;

    @Option(names = "--json", description = "Print what was found as JSON.")
    boolean json;

    @Mixin ConfigOptions config;

    @Spec CommandSpec spec;

    TradingConfig loaded() throws Exception {
      FileChecks.requireFiles(spec, input);
      return input.configured(config);
    }

    /** Each symbol's bars by time, as the topology admits and builds them. */
    static SortedMap<String, List<Bar>> bars(List<MarketFile> files, TradingConfig config)
        throws Exception {
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(1, JobSettings.flink());
      SortedMap<String, List<Bar>> bars = new TreeMap<>();
      CloseableIterator<Bar> read =
          TradingTopology.bars(FileMarket.read(env, files, config), config)
              .bars()
              .executeAndCollect("check");
      try {
        read.forEachRemaining(
            bar -> bars.computeIfAbsent(bar.symbol(), symbol -> new ArrayList<>()).add(bar));
      } finally {
        read.close();
      }
      bars.values().forEach(of -> of.sort(Comparator.comparingLong(Bar::time)));
      return bars;
    }

    /** Points of a symbol's history, in [1, bars), each once, sorted. */
    int[] points(String symbol, int bars, int count) {
      return new SplittableRandom(seed ^ symbol.hashCode())
          .ints(count, 1, Math.max(2, bars))
          .distinct()
          .sorted()
          .toArray();
    }

    static FeatureRun features(TradingConfig config) {
      return new ComputedFeatures(config.technical(), config.regime());
    }
  }

  @Command(
      name = "lookahead",
      description = {
        "Computes every feature anew with the future cut off at many points: a value that changes",
        "knew of it. Exit 1 then."
      },
      mixinStandardHelpOptions = true)
  static final class LookaheadCheck extends OverBars {

    @Option(
        names = "--points",
        paramLabel = "N",
        defaultValue = "50",
        description = "Points of each symbol's history at which its future is cut off.")
    int points;

    @Override
    public Integer call() throws Exception {
      FileChecks.requireAtLeastOne(spec, "--points", points);
      TradingConfig loaded = loaded();
      return report(bars(input.files(), loaded), features(loaded));
    }

    /** What {@code run} knows of the future of {@code bars}. */
    int report(SortedMap<String, List<Bar>> bars, FeatureRun run) {
      List<Lookahead> leaks = new ArrayList<>();
      int cuts = 0;
      for (Map.Entry<String, List<Bar>> symbol : bars.entrySet()) {
        int[] at = points(symbol.getKey(), symbol.getValue().size(), points);
        cuts += at.length;
        leaks.addAll(Lookahead.find(run, symbol.getValue(), at));
      }
      if (json) {
        System.out.println(
            Json.line(
                Map.of(
                    "features",
                    run.columns().size(),
                    "symbols",
                    bars.size(),
                    "cuts",
                    cuts,
                    "leaks",
                    leaks)));
      } else {
        leaks.forEach(
            leak ->
                System.out.printf(
                    Locale.ROOT,
                    "LOOKAHEAD: feature=%s symbol=%s time=%s whole=%s cut=%s%n",
                    leak.feature(),
                    leak.symbol(),
                    Instant.ofEpochMilli(leak.time()),
                    leak.whole(),
                    leak.cut()));
        System.out.printf(
            Locale.ROOT,
            "%s: %d values a bar, %d symbols, %,d bars, the future cut off %,d times%n",
            leaks.isEmpty() ? "no lookahead" : leaks.size() + " leaks",
            run.columns().size(),
            bars.size(),
            bars.values().stream().mapToLong(List::size).sum(),
            cuts);
      }
      return leaks.isEmpty() ? 0 : Minhos.FAILED;
    }
  }

  @Command(
      name = "warmup",
      description = {
        "Lets the data begin at many points and counts the bars until each feature is what it is with",
        "all that was before. Exit 1 if one is used before that: a windowed one must be the same to",
        "the bit, a recursive one within --tolerance. What rules say is shown, not judged."
      },
      mixinStandardHelpOptions = true)
  static final class WarmUpCheck extends OverBars {

    @Option(
        names = "--points",
        paramLabel = "N",
        defaultValue = "50",
        description = "Points of each symbol's history at which the data begin.")
    int points;

    @Option(
        names = "--tolerance",
        paramLabel = "X",
        defaultValue = "1",
        description = {
          "How far a recursive feature may be off once it is used, in its standard deviations:",
          "an exponential average never forgets where it began."
        })
    double tolerance;

    @Override
    public Integer call() throws Exception {
      FileChecks.requireAtLeastOne(spec, "--points", points);
      if (!(tolerance > 0)) {
        throw new ParameterException(spec.commandLine(), "--tolerance must be > 0: " + tolerance);
      }
      TradingConfig loaded = loaded();
      return report(bars(input.files(), loaded), features(loaded));
    }

    /** How long {@code run} depends on where {@code bars} began. */
    int report(SortedMap<String, List<Bar>> bars, FeatureRun run) {
      List<WarmUp> measured = new ArrayList<>();
      for (Map.Entry<String, List<Bar>> symbol : bars.entrySet()) {
        List<WarmUp> of =
            WarmUp.measure(
                run, symbol.getValue(), points(symbol.getKey(), symbol.getValue().size(), points));
        for (int i = 0; i < of.size(); i++) {
          if (measured.size() < of.size()) {
            measured.add(of.get(i));
          } else {
            measured.set(i, measured.get(i).and(of.get(i)));
          }
        }
      }
      List<String> early =
          measured.stream()
              .filter(of -> of.isEarly(tolerance))
              .map(of -> of.column().name())
              .toList();
      if (json) {
        System.out.println(Json.line(Map.of("features", measured, "early", early)));
      } else {
        TextTable table =
            new TextTable(
                "FEATURE", "KIND", "USED FROM", "EQUAL FROM", "1e-9 FROM", "WORST", "USE");
        for (WarmUp of : measured) {
          table.row(
              of.column().name(),
              of.column().kind().name().toLowerCase(Locale.ROOT),
              of.column().readyBars(),
              bars(of.equalBars()),
              bars(of.closeBars()),
              of.column().kind() == FeatureColumn.Kind.RULE
                  ? TextTable.number(Double.NaN, 3)
                  : TextTable.number(of.worst(), 3),
              of.isEarly(tolerance) ? "EARLY" : "ready");
        }
        System.out.println(table);
        System.out.println(early.isEmpty() ? "none is used early" : "used early: " + early);
      }
      return early.isEmpty() ? 0 : Minhos.FAILED;
    }

    private static TextTable.Cell bars(int count) {
      return count > WarmUp.SPAN
          ? new TextTable.Cell("> " + WarmUp.SPAN)
          : TextTable.number(count, 0);
    }
  }

  @Command(
      name = "labels",
      description = {
        "Trains the ensemble on labels that are shuffled within each symbol, and lets the gate judge:",
        "there is nothing to find. Exit 1 if it finds skill, which by chance it does once in 200 times."
      },
      mixinStandardHelpOptions = true)
  static final class LabelsCheck extends OverBars {

    /** The gate's word for calls and outcomes that move together. */
    private static final String SKILL = "SKILL:";

    @Override
    public Integer call() throws Exception {
      TradingConfig loaded = loaded();
      Path store = Folders.temporary("minhos-check");
      try {
        // Nothing is published of it: where it would be is gone with the command.
        List<TrainingVerdict> verdicts =
            Retraining.run(
                History.of(input.files()),
                loaded,
                new Publication(store.toString(), Minhos.VERSION, Instant.EPOCH),
                List.of(SignalFusion.ENSEMBLE),
                1,
                (trainer, text) -> {},
                OptionalLong.of(seed));
        if (json) {
          System.out.println(Json.line(Map.of("verdicts", verdicts)));
        } else {
          verdicts.forEach(verdict -> System.out.println(TrainCommand.describe(verdict)));
        }
        return verdicts.stream().allMatch(LabelsCheck::isChance) ? 0 : Minhos.FAILED;
      } finally {
        Folders.delete(store);
      }
    }

    /** One that could not be trained shows nothing. */
    private static boolean isChance(TrainingVerdict verdict) {
      return verdict.metrics() != null
          && verdict.reasons().stream().noneMatch(reason -> reason.startsWith(SKILL));
    }
  }
}
