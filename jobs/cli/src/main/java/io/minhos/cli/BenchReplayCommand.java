package io.minhos.cli;

import io.minhos.flink.files.MarketFile;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.replay.ParseOnly;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description = "Replay beside a job that only parses the same files, in turn; the median ratio.",
    mixinStandardHelpOptions = true)
final class BenchReplayCommand implements Callable<Integer> {

  @ArgGroup(exclusive = false, multiplicity = "1")
  MarketFiles input;

  @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "Pairs of runs.")
  int runs;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Subtasks of the replay's operators.")
  int parallelism;

  @Mixin ConfigOptions config;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    FileChecks.requireAtLeastOne(spec, "--runs", runs);
    FileChecks.requireAtLeastOne(spec, "--parallelism", parallelism);
    FileChecks.requireFiles(spec, input);
    List<MarketFile> files = input.files();
    TradingConfig loaded = input.configured(config);
    Path work = Folders.temporary("minhos-bench");
    try {
      compare(files, loaded, work);
    } finally {
      Folders.delete(work);
    }
    return 0;
  }

  private void compare(List<MarketFile> files, TradingConfig loaded, Path work) throws Exception {
    double[] parse = new double[runs];
    double[] replay = new double[runs];
    double[] ratio = new double[runs];
    double[] report = new double[runs];
    long records = 0;
    // The first pair warms the JVM up and is not counted.
    for (int run = -1; run < runs; run++) {
      long start = System.nanoTime();
      records = ParseOnly.run(files, loaded);
      double parsed = (System.nanoTime() - start) / 1e9;
      long replaying = System.nanoTime();
      double replayed =
          Replay.run(ReplayInputs.withoutModels(files), loaded, parallelism, work).elapsedMillis()
              / 1e3;
      // The job's time ends before its files are read for the summary and the report.
      double read = (System.nanoTime() - replaying) / 1e9 - replayed;
      if (run >= 0) {
        parse[run] = records / parsed;
        replay[run] = records / replayed;
        ratio[run] = parsed / replayed;
        report[run] = read / replayed;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%,d records, median of %d pairs: parse only %,.0f/s, replay %,.0f/s, ratio %.3f (%.3f to"
            + " %.3f); summary and report take %.0f %% of the replay's time after it%n",
        records,
        runs,
        median(parse),
        median(replay),
        median(ratio),
        Arrays.stream(ratio).min().orElseThrow(),
        Arrays.stream(ratio).max().orElseThrow(),
        100 * median(report));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
