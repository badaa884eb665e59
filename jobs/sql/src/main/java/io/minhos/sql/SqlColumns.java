package io.minhos.sql;

import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.market.Bar;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.market.Trade;
import io.minhos.flink.features.BarFeatures;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarCharType;

/** The columns of all that is read or answered in SQL. */
final class SqlColumns {

  static final String WARM = "warm";
  static final String SEQUENCE = "sequence";

  static final LogicalType TEXT = new VarCharType(VarCharType.MAX_LENGTH);
  static final LogicalType NUMBER = new DoubleType();
  static final LogicalType FLAG = new BooleanType();
  static final LogicalType NUMBERS = new ArrayType(new DoubleType());
  private static final LogicalType COUNT = new BigIntType();
  private static final LogicalType TIME = new LocalZonedTimestampType(3);

  /** {@code event_time} is the last millisecond that the bar covers. */
  static final List<SqlColumn<Bar>> BARS =
      List.of(
          text("symbol", Bar::symbol),
          time("event_time", Bar::time),
          time("open_time", Bar::openTime),
          time("close_time", Bar::closeTime),
          number("open", Bar::open),
          number("high", Bar::high),
          number("low", Bar::low),
          number("close", Bar::close),
          number("volume", Bar::volume),
          number("buy_volume", Bar::buyVolume),
          number("sell_volume", Bar::sellVolume),
          new SqlColumn<>("trades", COUNT, Bar::trades),
          number("vwap", Bar::vwap),
          number("mean_spread", Bar::meanSpread));

  static final List<SqlColumn<Trade>> TRADES =
      List.of(
          text("symbol", Trade::symbol),
          time("event_time", Trade::time),
          text("trade_id", Trade::id),
          number("price", Trade::price),
          number("size", Trade::size),
          text("aggressor", trade -> trade.aggressor().name()),
          number("bid", Trade::bid),
          number("bid_size", Trade::bidSize),
          number("ask", Trade::ask),
          number("ask_size", Trade::askSize));

  static final List<SqlColumn<Rejection>> REJECTS =
      List.of(
          text("source", Rejection::source),
          new SqlColumn<>("ordinal", COUNT, Rejection::ordinal),
          text("code", reject -> reject.code().name()),
          text("detail", Rejection::detail),
          text("symbol", Rejection::symbol),
          text("raw", Rejection::raw));

  /** All of an answer but what it was asked with. */
  static final List<SqlColumn<Prediction>> ANSWERS =
      List.of(
          new SqlColumn<>("version", new IntType(), Prediction::version),
          text("status", answer -> answer.status().name()),
          text("direction", answer -> answer.direction().name()),
          number("value", Prediction::value),
          number("confidence", Prediction::confidence),
          number("calibrated", Prediction::calibrated),
          number("agreement", Prediction::agreement),
          new SqlColumn<>(
              "bases", NUMBERS, answer -> new GenericArrayData(answer.bases().toArray())));

  private SqlColumns() {}

  /** A bar with each value of schema tabular under its name. */
  static List<SqlColumn<BarFeatures>> features() {
    List<SqlColumn<BarFeatures>> columns = new ArrayList<>(of(BarFeatures::tabular));
    List<String> names = FeatureSchema.TABULAR.names();
    for (int i = 0; i < names.size(); i++) {
      int at = i;
      columns.add(number(names.get(i), row -> row.tabular().values()[at]));
    }
    return columns;
  }

  /** A bar with the vectors of schema sequence-8 up to it. */
  static List<SqlColumn<BarSequence>> sequence() {
    List<SqlColumn<BarSequence>> columns = new ArrayList<>();
    for (SqlColumn<BarFeatures> column : of(BarFeatures::sequence)) {
      SqlColumn.Value<BarFeatures> value = column.value();
      columns.add(
          new SqlColumn<>(column.name(), column.type(), row -> value.apply(row.features())));
    }
    columns.add(
        new SqlColumn<>(SEQUENCE, NUMBERS, row -> new GenericArrayData(row.window().values())));
    return columns;
  }

  private static List<SqlColumn<BarFeatures>> of(Vector vector) {
    return List.of(
        text("symbol", row -> row.bar().symbol()),
        time("event_time", row -> row.bar().time()),
        number("close", row -> row.bar().close()),
        new SqlColumn<>(WARM, FLAG, row -> vector.of(row).warm()));
  }

  private interface Vector extends Serializable {
    FeatureVector of(BarFeatures row);
  }

  private static <T> SqlColumn<T> text(String name, Text<T> value) {
    return new SqlColumn<>(name, TEXT, row -> StringData.fromString(value.of(row)));
  }

  /** NaN is NULL. */
  private static <T> SqlColumn<T> number(String name, Decimal<T> value) {
    return new SqlColumn<>(
        name,
        NUMBER,
        row -> {
          double number = value.of(row);
          return Double.isNaN(number) ? null : (Object) number;
        });
  }

  private static <T> SqlColumn<T> time(String name, Time<T> value) {
    return new SqlColumn<>(
        name, TIME, row -> TimestampData.fromEpochMillis(value.applyAsLong(row)));
  }

  private interface Text<T> extends Serializable {
    String of(T row);
  }

  private interface Decimal<T> extends Serializable {
    double of(T row);
  }

  private interface Time<T> extends ToLongFunction<T>, Serializable {}
}
