package io.minhos.cli;

import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import io.minhos.trading.replay.Replay;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "state",
    description = "What a run knew and decided.",
    mixinStandardHelpOptions = true,
    subcommands = StateCommand.Decisions.class)
final class StateCommand {

  @Command(
      name = "decisions",
      description = {
        "All that led to an order, enough to recompute it. Settings are in no file of a run: those",
        "that are shown are of --config and --set, which should be the run's."
      },
      mixinStandardHelpOptions = true)
  static final class Decisions implements Callable<Integer> {

    @Option(
        names = "--order",
        paramLabel = "CLORDID",
        required = true,
        description = "Any order of the decision: entry, exit, stop, target or cancel.")
    String order;

    @Option(
        names = "--from",
        paramLabel = "DIR",
        required = true,
        description = "What 'minhos replay --out DIR' wrote.")
    Path from;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Mixin ConfigOptions config;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      TradingConfig loaded = config.load();
      FileChecks.requireFolder(spec, "--from", from);
      FileChecks.requireFiles(
          spec,
          "--from",
          Stream.of(Replay.ORDERS, Replay.EXECUTIONS, Replay.DECISIONS, Replay.SIGNALS)
              .map(from::resolve)
              .toList());
      Optional<DecisionAudit> audit = DecisionAudit.of(order, from, loaded);
      if (audit.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "MISSING: order=%s file=%s".formatted(order, from.resolve(Replay.ORDERS)));
      }
      System.out.println(json ? Json.line(audit.get()) : DecisionText.page(audit.get()));
      return 0;
    }
  }
}
