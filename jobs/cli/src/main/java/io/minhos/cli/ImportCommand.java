package io.minhos.cli;

import io.minhos.cli.data.BitstampTrades;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MarketLines;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description = "Turns market data of others into the files that replay reads.",
    mixinStandardHelpOptions = true,
    subcommands = {ImportCommand.Bitstamp.class, ImportCommand.Scid.class})
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

  @Command(
      name = "scid",
      description = {
        "Writes a Sierra Chart intraday data file as CSV. What reads market files reads .scid too:",
        "this is to look at one, or for other programs. The symbol is the file's name."
      },
      mixinStandardHelpOptions = true)
  static final class Scid implements Callable<Integer> {

    private static final int LINES_A_LOOK = 1 << 16;

    @ArgGroup(exclusive = true, multiplicity = "1")
    Input input;

    /** What the file's records are. */
    static final class Input {
      @Option(names = "--trades", paramLabel = "FILE", required = true, description = "Ticks.")
      Path trades;

      @Option(names = "--bars", paramLabel = "FILE", required = true, description = "Bars.")
      Path bars;
    }

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "CSV file.")
    Path out;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      Path in = input.trades == null ? input.bars : input.trades;
      String option = input.trades == null ? "--bars" : "--trades";
      FileChecks.requireFiles(spec, option, List.of(in));
      if (!in.toString().endsWith(".scid")) {
        throw new ParameterException(
            spec.commandLine(), option + " must be a file with the ending .scid: " + in);
      }
      FileChecks.requireTarget(spec, "--out", out);
      MarketFile.Kind kind = input.trades == null ? MarketFile.Kind.BARS : MarketFile.Kind.TRADES;
      long records = 0;
      long next = System.nanoTime();
      try (MarketLines lines = MarketLines.open(new MarketFile(in.toString(), kind));
          ReadProgress progress = new ReadProgress(lines.left());
          BufferedWriter writer = Files.newBufferedWriter(out)) {
        writer.write(lines.header());
        writer.write('\n');
        for (String line = lines.next(); line != null; line = lines.next()) {
          writer.write(line);
          writer.write('\n');
          records++;
          if (records % LINES_A_LOOK == 0 && System.nanoTime() >= next) {
            progress.accept(records);
            next += TimeUnit.SECONDS.toNanos(1);
          }
        }
      }
      System.out.println(records + " records in " + out);
      return 0;
    }
  }
}
