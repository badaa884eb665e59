package io.minhos.cli;

import io.minhos.cli.data.CorrelatedWalks;
import java.io.BufferedWriter;
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
    description = "Writes bars of correlated random walks, which nobody can foresee.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

  @Option(names = "--symbols", paramLabel = "N", defaultValue = "4", description = "Symbols.")
  int symbols;

  @Option(names = "--bars", paramLabel = "N", defaultValue = "1000", description = "Bars each.")
  int bars;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed.")
  long seed;

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
    long length = config.load().bars().length().millis();
    try (BufferedWriter writer = Files.newBufferedWriter(out)) {
      new CorrelatedWalks(symbols, length, seed).write(bars, writer);
    }
    System.out.println((long) symbols * bars + " bars in " + out);
    return 0;
  }
}
