package io.minhos.cli;

import io.minhos.cli.data.MarketConditions;
import io.minhos.cli.data.MarketScenario;
import io.minhos.cli.data.PlantedMarket;
import java.io.BufferedWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "simulate",
    description = {
      "Writes bars of a market of which it is known how well the next bar can be foreseen,",
      "and with --trades-out trades with quotes that make the same bars."
    },
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

  @Option(names = "--symbols", paramLabel = "N", defaultValue = "4", description = "Symbols.")
  int symbols;

  @Option(names = "--bars", paramLabel = "N", defaultValue = "1000", description = "Bars each.")
  int bars;

  @Option(
      names = "--signal",
      paramLabel = "X",
      defaultValue = "0.5",
      description =
          "Best accuracy of the next bar's direction that anyone can reach, in [0.5, 0.75];"
              + " 0.5: nobody can foresee it. With --scenario some of that market's own ways can"
              + " be foreseen besides.")
  double signal;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed.")
  long seed;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = {
        "Conditions of the market: calm, trending, choppy, crash, flash-crash, illiquid or",
        "gap-at-open; none of them if left out."
      })
  String scenario;

  @Option(names = "--trades-out", paramLabel = "FILE", description = "Trades file.")
  Path tradesOut;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "Bars file.")
  Path out;

  @Mixin ConfigOptions config;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (symbols < 1 || bars < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--symbols and --bars must be >= 1: %d and %d".formatted(symbols, bars));
    }
    requireSignal(spec, signal);
    MarketConditions conditions =
        scenario == null ? MarketConditions.PLAIN : scenario(spec, scenario).conditions();
    FileChecks.requireTarget(spec, "--out", out);
    if (tradesOut != null) {
      FileChecks.requireTarget(spec, "--trades-out", tradesOut);
    }
    long length = config.load().bars().length().millis();
    PlantedMarket market = new PlantedMarket(symbols, length, signal, seed, conditions);
    try (BufferedWriter writer = Files.newBufferedWriter(out);
        Writer trades =
            tradesOut == null ? Writer.nullWriter() : Files.newBufferedWriter(tradesOut)) {
      long written =
          tradesOut == null ? market.write(bars, writer) : market.write(bars, writer, trades);
      System.out.println(written + " bars in " + out);
    }
    return 0;
  }

  static void requireSignal(CommandSpec spec, double signal) {
    if (!(signal >= 0.5 && signal <= 0.75)) {
      throw new ParameterException(
          spec.commandLine(), "--signal must be in [0.5, 0.75]: " + signal);
    }
  }

  static MarketScenario scenario(CommandSpec spec, String id) {
    return MarketScenario.byId(id)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "--scenario must be of " + MarketScenario.ids() + ": " + id));
  }
}
