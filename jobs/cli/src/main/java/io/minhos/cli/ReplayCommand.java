package io.minhos.cli;

import io.minhos.flink.files.MarketFile;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import io.minhos.trading.output.Summary;
import io.minhos.trading.replay.BarLengths;
import io.minhos.trading.replay.Replay;
import java.nio.file.Path;
import java.util.ArrayList;
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
    name = "replay",
    description = "The live topology over files, in event time: the backtest.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

  @ArgGroup(exclusive = false, multiplicity = "1")
  Input input;

  static final class Input {
    @Option(names = "--bars", paramLabel = "FILE", arity = "1..*", description = "Files of bars.")
    List<Path> bars = List.of();

    @Option(
        names = "--trades",
        paramLabel = "FILE",
        arity = "1..*",
        description = "Files of trades.")
    List<Path> trades = List.of();
  }

  @Option(
      names = "--bar-length",
      paramLabel = "SPAN",
      description = "Length of a bar; else bars.length, or the smallest step of the bar files.")
  String barLength;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "Subtasks of each operator; the output is the same at any.")
  int parallelism;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where results go.")
  Path out;

  @Option(names = "--json", description = "Print the summary as JSON.")
  boolean json;

  @Mixin ConfigOptions config;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (parallelism < 1) {
      throw new ParameterException(
          spec.commandLine(), "--parallelism must be >= 1: " + parallelism);
    }
    List<MarketFile> files = new ArrayList<>();
    input.bars.forEach(p -> files.add(new MarketFile(p.toString(), MarketFile.Kind.BARS)));
    input.trades.forEach(p -> files.add(new MarketFile(p.toString(), MarketFile.Kind.TRADES)));
    Summary summary = Replay.run(files, configured(files), parallelism, out);
    System.out.println(json ? Json.line(summary) : summary.describe());
    return 0;
  }

  private TradingConfig configured(List<MarketFile> files) throws Exception {
    if (barLength != null) {
      return config.loadWith("bars.length=" + barLength);
    }
    if (input.bars.isEmpty() || config.sets("bars.length")) {
      return config.load();
    }
    return config.loadWith("bars.length=" + BarLengths.infer(files) + "ms");
  }
}
