package io.minhos.flink.files;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * A column of a Parquet file and how its values are written in CSV.
 *
 * <ul>
 *   <li>texts: strings, enums, integers
 *   <li>times: timestamps of any unit, in UTC where they have no zone; integers of milliseconds;
 *       strings as in CSV
 *   <li>numbers: doubles, floats, integers, decimals
 * </ul>
 */
record ParquetColumn(String name, Format format) {

  /** A value that is there, as text. */
  interface Format {
    String of(ColumnReader reader);
  }

  private enum Role {
    TEXT,
    /** ISO-8601. */
    INSTANT,
    MILLIS,
    NUMBER
  }

  private static final Map<String, Role> ROLES =
      Map.ofEntries(
          Map.entry("symbol", Role.TEXT),
          Map.entry("event_time_ms", Role.MILLIS),
          Map.entry("trade_id", Role.TEXT),
          Map.entry("price", Role.NUMBER),
          Map.entry("size", Role.NUMBER),
          Map.entry("aggressor", Role.TEXT),
          Map.entry("bid", Role.NUMBER),
          Map.entry("bid_size", Role.NUMBER),
          Map.entry("ask", Role.NUMBER),
          Map.entry("ask_size", Role.NUMBER),
          Map.entry("open_time", Role.INSTANT),
          Map.entry("open", Role.NUMBER),
          Map.entry("high", Role.NUMBER),
          Map.entry("low", Role.NUMBER),
          Map.entry("close", Role.NUMBER),
          Map.entry("volume", Role.NUMBER),
          Map.entry("buy_volume", Role.NUMBER),
          Map.entry("sell_volume", Role.NUMBER),
          Map.entry("trades", Role.NUMBER));

  static boolean isKnown(String name) {
    return ROLES.containsKey(name);
  }

  /**
   * The known column that {@code field} is.
   *
   * @throws MalformedFileException if the column cannot hold what its name says
   */
  static ParquetColumn of(String file, Type field) {
    Format format =
        field.isPrimitive() && !field.isRepetition(Type.Repetition.REPEATED)
            ? format(ROLES.get(field.getName()), field.asPrimitiveType())
            : null;
    if (format == null) {
      throw new MalformedFileException(
          "WRONG_TYPE: file=%s column=%s type=%s"
              .formatted(file, field.getName(), describe(field)));
    }
    return new ParquetColumn(field.getName(), format);
  }

  String text(ColumnReader reader) {
    return format.of(reader);
  }

  private static Format format(Role role, PrimitiveType type) {
    LogicalTypeAnnotation as = type.getLogicalTypeAnnotation();
    PrimitiveTypeName name = type.getPrimitiveTypeName();
    boolean whole = name == PrimitiveTypeName.INT32 || name == PrimitiveTypeName.INT64;
    if (whole && (as == null || as instanceof IntLogicalTypeAnnotation)) {
      Format integer = integer(name, as);
      return role == Role.INSTANT
          ? reader -> Instant.ofEpochMilli(Long.parseLong(integer.of(reader))).toString()
          : integer;
    }
    return switch (role) {
      case TEXT -> isText(as) ? ParquetColumn::quoted : null;
      case INSTANT, MILLIS ->
          as instanceof TimestampLogicalTypeAnnotation timestamp
              ? timestamp(timestamp, role == Role.MILLIS)
              : isText(as) ? ParquetColumn::quoted : null;
      case NUMBER -> number(name, as);
    };
  }

  private static boolean isText(LogicalTypeAnnotation as) {
    return as instanceof StringLogicalTypeAnnotation || as instanceof EnumLogicalTypeAnnotation;
  }

  private static Format integer(PrimitiveTypeName name, LogicalTypeAnnotation as) {
    boolean signed = !(as instanceof IntLogicalTypeAnnotation whole) || whole.isSigned();
    if (name == PrimitiveTypeName.INT32) {
      return signed
          ? reader -> Integer.toString(reader.getInteger())
          : reader -> Integer.toUnsignedString(reader.getInteger());
    }
    return signed
        ? reader -> Long.toString(reader.getLong())
        : reader -> Long.toUnsignedString(reader.getLong());
  }

  private static Format timestamp(TimestampLogicalTypeAnnotation as, boolean millis) {
    long unit =
        switch (as.getUnit()) {
          case MILLIS -> 1_000L;
          case MICROS -> 1_000_000L;
          case NANOS -> 1_000_000_000L;
        };
    return reader -> {
      long value = reader.getLong();
      return millis
          ? Long.toString(Math.floorDiv(value, unit / 1_000))
          : Instant.ofEpochSecond(
                  Math.floorDiv(value, unit), Math.floorMod(value, unit) * (1_000_000_000L / unit))
              .toString();
    };
  }

  private static Format number(PrimitiveTypeName name, LogicalTypeAnnotation as) {
    if (as instanceof DecimalLogicalTypeAnnotation decimal) {
      int scale = decimal.getScale();
      return switch (name) {
        case INT32 -> reader -> BigDecimal.valueOf(reader.getInteger(), scale).toPlainString();
        case INT64 -> reader -> BigDecimal.valueOf(reader.getLong(), scale).toPlainString();
        default ->
            reader ->
                new BigDecimal(new BigInteger(reader.getBinary().getBytes()), scale)
                    .toPlainString();
      };
    }
    return switch (name) {
      case DOUBLE -> reader -> Double.toString(reader.getDouble());
      case FLOAT -> as == null ? reader -> Float.toString(reader.getFloat()) : null;
      default -> null;
    };
  }

  private static String quoted(ColumnReader reader) {
    String text = reader.getBinary().toStringUsingUTF8();
    for (int i = 0; i < text.length(); i++) {
      if (",\"\r\n".indexOf(text.charAt(i)) >= 0) {
        return '"' + text.replace("\"", "\"\"") + '"';
      }
    }
    return text;
  }

  private static String describe(Type field) {
    if (!field.isPrimitive()) {
      return "group";
    }
    LogicalTypeAnnotation as = field.getLogicalTypeAnnotation();
    return (field.isRepetition(Type.Repetition.REPEATED) ? "repeated " : "")
        + field.asPrimitiveType().getPrimitiveTypeName()
        + (as == null ? "" : " " + as);
  }
}
