package io.minhos.cli;

import io.minhos.retraining.Variant;
import io.minhos.retraining.VariantSearch;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What every command takes to be configured. */
final class ConfigOptions {

  @Option(names = "--config", paramLabel = "FILE", description = "YAML over the defaults.")
  Path file;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "One setting over the file, such as risk.maxPositionFraction=0.02.")
  List<String> settings = List.of();

  TradingConfig load() {
    return ConfigLoader.load(file, settings);
  }

  /** The configuration with {@code setting} over all else. */
  TradingConfig loadWith(String setting) {
    return with(List.of(setting)).load();
  }

  /** The same with {@code over}, each {@code key=value}, over all else. */
  ConfigOptions with(List<String> over) {
    ConfigOptions options = new ConfigOptions();
    options.file = file;
    options.settings = Stream.concat(settings.stream(), over.stream()).toList();
    return options;
  }

  /**
   * What a search is to try: each of {@code tried} over all else, and the bars of what is loaded.
   *
   * @param tried settings of each, {@code key=value}
   */
  List<Variant> variants(TradingConfig loaded, List<List<String>> tried) {
    String bars = "bars.length=" + loaded.bars().length().millis() + "ms";
    List<Variant> variants =
        tried.stream()
            .map(
                settings ->
                    new Variant(
                        String.join(" ", settings), with(List.of(bars)).with(settings).load()))
            .toList();
    VariantSearch.requireOneStart(variants);
    return variants;
  }

  /** The same with {@code labels.horizonBars} over all else, where it is not null. */
  ConfigOptions withHorizon(Integer bars) {
    return bars == null ? this : with(List.of("labels.horizonBars=" + bars));
  }

  /** True if the user gave {@code key} a value. */
  boolean sets(String key) {
    return settings.stream().anyMatch(s -> s.strip().startsWith(key + "="))
        || (file != null && ConfigLoader.sets(file, key));
  }
}
