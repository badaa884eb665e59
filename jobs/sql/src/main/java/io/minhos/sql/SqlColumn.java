package io.minhos.sql;

import java.io.Serializable;
import java.util.function.Function;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * A column that SQL may ask for.
 *
 * @param name as SQL has it
 * @param type nullable
 * @param value reads it off a row, in Flink's internal representation; null for SQL's NULL
 * @param <T> what a row is read off
 */
record SqlColumn<T>(String name, LogicalType type, Value<T> value) implements Serializable {

  /** A function that travels with a job. */
  interface Value<T> extends Function<T, Object>, Serializable {}
}
