package io.minhos.sql;

import io.minhos.flink.files.MarketFile;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.replay.BarLengths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** Market data files as tables, {@code 'connector' = 'minhos-files'}. */
public final class MarketFilesFactory implements DynamicTableSourceFactory {

  private static final String BAR_LENGTH = "bars.length";

  @Override
  public String factoryIdentifier() {
    return "minhos-files";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(SqlOptions.PATH);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(SqlOptions.FILES, SqlOptions.ROWS, SqlOptions.CONFIG, SqlOptions.SET);
  }

  /**
   * @throws org.apache.flink.table.api.ValidationException MISSING of a file, WRONG_OPTION,
   *     UNKNOWN_COLUMN, WRONG_TYPE
   */
  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    ReadableConfig options = helper.getOptions();
    MarketFile.Kind kind =
        SqlOptions.choose(
            SqlOptions.FILES, options.get(SqlOptions.FILES), MarketFile.Kind.values());
    MarketRows rows =
        SqlOptions.choose(
            SqlOptions.ROWS,
            options.getOptional(SqlOptions.ROWS).orElse(kind.name().toLowerCase(Locale.ROOT)),
            MarketRows.values());
    if (rows == MarketRows.TRADES && kind == MarketFile.Kind.BARS) {
      throw SqlRefusal.of(SqlRefusal.Code.WRONG_OPTION, "rows=trades files=bars");
    }
    List<MarketFile> files =
        options.get(SqlOptions.PATH).stream().map(path -> new MarketFile(path, kind)).toList();
    for (MarketFile file : files) {
      if (!Files.isReadable(Path.of(file.path())) || Files.isDirectory(Path.of(file.path()))) {
        throw SqlRefusal.of(SqlRefusal.Code.MISSING, "path=" + file.path());
      }
    }
    MarketRows.Reader reader = rows.reader(context.getPhysicalRowDataType());
    return new MarketFilesSource(
        context.getObjectIdentifier().asSummaryString(),
        files,
        configured(options, kind, files),
        context.getConfiguration().get(ExecutionOptions.RUNTIME_MODE) == RuntimeExecutionMode.BATCH,
        reader);
  }

  /** The configuration, with the bar length that the files have where nobody set one. */
  private static TradingConfig configured(
      ReadableConfig options, MarketFile.Kind kind, List<MarketFile> files) {
    try {
      if (kind == MarketFile.Kind.TRADES || SqlOptions.sets(options, BAR_LENGTH)) {
        TradingConfig loaded = SqlOptions.config(options);
        BarLengths.check(files, loaded.bars().length().millis());
        return loaded;
      }
      return SqlOptions.config(options, BAR_LENGTH + "=" + BarLengths.infer(files) + "ms");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
