package io.minhos.cli;

import io.minhos.cli.data.BitstampTrades;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description = "Turns market data of others into the files that replay reads.",
    mixinStandardHelpOptions = true,
    subcommands = ImportCommand.Bitstamp.class)
final class ImportCommand {

  @Command(
      name = "bitstamp",
      description = "The week of 100,000 real BTC/USD trades that the demo plays.",
      mixinStandardHelpOptions = true)
  static final class Bitstamp implements Callable<Integer> {

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Trades file.")
    Path out;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      FileChecks.requireTarget(spec, "--out", out);
      long[] lines = {0};
      try (BufferedWriter writer = Files.newBufferedWriter(out)) {
        writer.write(BitstampTrades.HEADER + "\n");
        BitstampTrades.forEachLine(
            line -> {
              writer.write(line + "\n");
              lines[0]++;
            });
      }
      System.out.println(lines[0] + " trades in " + out);
      return 0;
    }
  }
}
