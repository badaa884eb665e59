package io.minhos.sql;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The SQL type of what a record is written as in JSON: components by their names; enums are text,
 * an instant is a timestamp, a list an array. What a topic holds has one definition, the record.
 */
final class RecordType {

  private RecordType() {}

  /** The record's components as columns: {@code `name` TYPE, …}. */
  static String columns(Class<? extends Record> record) {
    return Arrays.stream(record.getRecordComponents())
        .map(component -> "`%s` %s".formatted(component.getName(), of(component)))
        .collect(Collectors.joining(", "));
  }

  private static String of(RecordComponent component) {
    return of(component.getGenericType());
  }

  private static String of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Type[] arguments = generic.getActualTypeArguments();
      if (Collection.class.isAssignableFrom(raw)) {
        return "ARRAY<" + of(arguments[0]) + ">";
      }
      if (Map.class.isAssignableFrom(raw)) {
        return "MAP<" + of(arguments[0]) + ", " + of(arguments[1]) + ">";
      }
    }
    return of((Class<?>) type);
  }

  private static String of(Class<?> type) {
    if (type == String.class || type.isEnum()) {
      return "STRING";
    }
    if (type == double.class || type == Double.class) {
      return "DOUBLE";
    }
    if (type == long.class || type == Long.class) {
      return "BIGINT";
    }
    if (type == int.class || type == Integer.class) {
      return "INT";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "BOOLEAN";
    }
    if (type == Instant.class) {
      return "TIMESTAMP_LTZ(3)";
    }
    if (type == double[].class) {
      return "ARRAY<DOUBLE>";
    }
    if (type.isRecord()) {
      return "ROW<" + columns(type.asSubclass(Record.class)) + ">";
    }
    throw new IllegalStateException("no SQL type for " + type);
  }
}
