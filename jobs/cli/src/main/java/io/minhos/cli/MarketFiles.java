package io.minhos.cli;

import io.minhos.flink.files.MarketFile;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.replay.BarLengths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The files that a command replays, and the length of their bars. */
final class MarketFiles {

  @Option(
      names = "--bars",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Files of bars: CSV, CSV in gzip (.gz), Parquet (.parquet) or Sierra Chart's (.scid).")
  List<Path> bars = List.of();

  @Option(
      names = "--trades",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files of trades, of the same kinds.")
  List<Path> trades = List.of();

  @Option(
      names = "--bar-length",
      paramLabel = "SPAN",
      description = "Length of a bar; else bars.length, or the smallest step of the bar files.")
  String barLength;

  List<MarketFile> files() {
    List<MarketFile> files = new ArrayList<>();
    // Whole paths: a cluster's processes work elsewhere. Records name a file by the end of it.
    bars.forEach(p -> files.add(file(p, MarketFile.Kind.BARS)));
    trades.forEach(p -> files.add(file(p, MarketFile.Kind.TRADES)));
    return files;
  }

  private static MarketFile file(Path path, MarketFile.Kind kind) {
    return new MarketFile(path.toAbsolutePath().toString(), kind);
  }

  /** The configuration, with the bar length that the files have where nobody set one. */
  TradingConfig configured(ConfigOptions config) throws IOException {
    if (barLength != null || bars.isEmpty() || config.sets("bars.length")) {
      TradingConfig loaded =
          barLength == null ? config.load() : config.loadWith("bars.length=" + barLength);
      BarLengths.check(files(), loaded.bars().length().millis());
      return loaded;
    }
    return config.loadWith("bars.length=" + BarLengths.infer(files()) + "ms");
  }
}
