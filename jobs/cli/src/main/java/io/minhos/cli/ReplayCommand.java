package io.minhos.cli;

import io.minhos.flink.control.ControlArrival;
import io.minhos.store.ModelStore;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.control.ControlJson;
import io.minhos.trading.models.StoreControls;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import io.minhos.trading.output.Summary;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Model store: its champions answer, once their training data end.")
  Path store;

  @Option(
      names = "--commands",
      paramLabel = "FILE",
      description = "Entries of the control log, one JSON object a line.")
  Path commands;

  @Option(names = "--json", description = "Print the summary as JSON.")
  boolean json;

  @Mixin ConfigOptions config;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    FileChecks.requireAtLeastOne(spec, "--parallelism", parallelism);
    FileChecks.requireFiles(spec, input);
    FileChecks.requireFolder(spec, "--out", out);
    if (commands != null) {
      FileChecks.requireFiles(spec, "--commands", List.of(commands));
    }
    TradingConfig loaded = input.configured(config);
    List<ControlArrival> control = new ArrayList<>();
    if (store != null) {
      control.addAll(StoreControls.champions(ModelStore.existing(store.toString())));
    }
    if (commands != null) {
      control.addAll(ControlJson.readFile(commands));
    }
    ReplayInputs inputs =
        new ReplayInputs(input.files(), control, StoreModels.of(loaded.inference()));
    Summary summary;
    try (ReadProgress progress = new ReadProgress(OptionalLong.empty())) {
      summary = Replay.run(inputs, loaded, parallelism, out, progress);
    }
    System.out.println(json ? Json.line(summary) : summary.describe());
    return 0;
  }
}
