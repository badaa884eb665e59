package io.minhos.sql;

import io.minhos.domain.market.Bar;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.Trade;
import io.minhos.flink.files.MarketFile;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;

/**
 * What the market topics hold, {@code 'format' = 'minhos-market'}: Avro in single-object encoding,
 * whose fingerprint tells trades, bars and boundary markers apart. Flink's own Avro format reads
 * records without that header. Rows are of one kind; what is of another is left out.
 */
public final class MarketFormatFactory implements DeserializationFormatFactory {

  @Override
  public String factoryIdentifier() {
    return "minhos-market";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(SqlOptions.KIND);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(SqlOptions.IGNORE_UNREADABLE);
  }

  /**
   * @throws org.apache.flink.table.api.ValidationException WRONG_OPTION; when it is read also
   *     UNKNOWN_COLUMN, WRONG_TYPE
   */
  @Override
  public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
      DynamicTableFactory.Context context, ReadableConfig options) {
    FactoryUtil.validateFactoryOptions(this, options);
    MarketFile.Kind kind =
        SqlOptions.choose(SqlOptions.KIND, options.get(SqlOptions.KIND), MarketFile.Kind.values());
    return new Format(kind, options.get(SqlOptions.IGNORE_UNREADABLE));
  }

  private record Format(MarketFile.Kind kind, boolean lenient)
      implements DecodingFormat<DeserializationSchema<RowData>> {

    @Override
    public DeserializationSchema<RowData> createRuntimeDecoder(
        DynamicTableSource.Context context, DataType declared) {
      RowWriter<Bar> bars =
          kind == MarketFile.Kind.BARS ? RowWriter.of(declared, SqlColumns.BARS, "TABLE") : null;
      RowWriter<Trade> trades =
          kind == MarketFile.Kind.TRADES
              ? RowWriter.of(declared, SqlColumns.TRADES, "TABLE")
              : null;
      return new MarketRowDecoder(lenient, bars, trades, context.createTypeInformation(declared));
    }

    @Override
    public ChangelogMode getChangelogMode() {
      return ChangelogMode.insertOnly();
    }
  }

  /** The row of a record, or null if the record is none of the table's. */
  static RowData row(MarketRecord record, RowWriter<Bar> bars, RowWriter<Trade> trades) {
    if (bars != null) {
      return record.bar() == null ? null : bars.map(record.bar());
    }
    return record.trade() == null ? null : trades.map(record.trade());
  }
}
