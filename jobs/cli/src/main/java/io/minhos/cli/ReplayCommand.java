package io.minhos.cli;

import io.minhos.trading.output.Json;
import io.minhos.trading.output.Summary;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.nio.file.Path;
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
  MarketFiles input;

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
    Summary summary =
        Replay.run(
            ReplayInputs.withoutModels(input.files()), input.configured(config), parallelism, out);
    System.out.println(json ? Json.line(summary) : summary.describe());
    return 0;
  }
}
