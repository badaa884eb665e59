package io.minhos.sql;

import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** What tables and models are told in their WITH. */
final class SqlOptions {

  static final ConfigOption<String> STORE =
      ConfigOptions.key("store")
          .stringType()
          .noDefaultValue()
          .withDescription("Model store: a folder or a URI.");

  static final ConfigOption<String> MODEL =
      ConfigOptions.key("model")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Which model of the store: ensemble or lstm; else the SQL model's name.");

  static final ConfigOption<String> ALIAS =
      ConfigOptions.key("alias")
          .stringType()
          .defaultValue("champion")
          .withDescription("Which release of it: champion or challenger.");

  static final ConfigOption<List<String>> PATH =
      ConfigOptions.key("path")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription("Files of market data, separated by semicolons.");

  static final ConfigOption<String> FILES =
      ConfigOptions.key("files")
          .stringType()
          .defaultValue("bars")
          .withDescription("What the files hold: bars or trades.");

  static final ConfigOption<String> ROWS =
      ConfigOptions.key("rows")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "What a row is: bars, trades, features, sequence or rejects; else what the files hold.");

  static final ConfigOption<String> KIND =
      ConfigOptions.key("rows")
          .stringType()
          .noDefaultValue()
          .withDescription("What a row is: bars or trades.");

  static final ConfigOption<Boolean> IGNORE_UNREADABLE =
      ConfigOptions.key("ignore-parse-errors")
          .booleanType()
          .defaultValue(false)
          .withDescription("Leave out what cannot be read; else the query fails.");

  static final ConfigOption<String> CONFIG =
      ConfigOptions.key("config")
          .stringType()
          .noDefaultValue()
          .withDescription("YAML over the configuration's defaults.");

  static final ConfigOption<List<String>> SET =
      ConfigOptions.key("set")
          .stringType()
          .asList()
          .defaultValues()
          .withDescription("Settings key=value over the file, separated by semicolons.");

  private SqlOptions() {}

  /** The configuration that the options name. */
  static TradingConfig config(ReadableConfig options, String... settings) {
    List<String> all = new ArrayList<>(options.get(SET));
    all.addAll(Arrays.asList(settings));
    return ConfigLoader.load(options.getOptional(CONFIG).map(Path::of).orElse(null), all);
  }

  /** True if the user gave {@code key} a value. */
  static boolean sets(ReadableConfig options, String key) {
    return options.get(SET).stream().anyMatch(s -> s.strip().startsWith(key + "="))
        || options.getOptional(CONFIG).filter(f -> ConfigLoader.sets(Path.of(f), key)).isPresent();
  }

  /** The choice of that name in lower case. */
  static <E extends Enum<E>> E choose(ConfigOption<?> option, String value, E[] choices) {
    return Stream.of(choices)
        .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                SqlRefusal.of(
                    SqlRefusal.Code.WRONG_OPTION,
                    "%s=%s expected=%s"
                        .formatted(
                            option.key(),
                            value,
                            Stream.of(choices)
                                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                                .toList())));
  }
}
