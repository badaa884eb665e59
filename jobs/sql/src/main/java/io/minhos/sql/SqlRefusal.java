package io.minhos.sql;

import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalType;

/** What SQL asked for that there is not: {@code CODE: key=value}. */
final class SqlRefusal {

  /** Why it is refused. */
  enum Code {
    /** An option's value is none of those that it may have. */
    WRONG_OPTION,
    /** A column that nothing here fills or reads. */
    UNKNOWN_COLUMN,
    /** A column of another type than what fills or reads it. */
    WRONG_TYPE,
    /** A model is not asked with a feature that it was trained on. */
    MISSING_FEATURE,
    /** No release has the alias. */
    MISSING
  }

  private SqlRefusal() {}

  static ValidationException of(Code code, String detail) {
    return new ValidationException(code + ": " + detail);
  }

  /** Nullable or not is all the same. */
  static void requireType(String where, String column, LogicalType type, LogicalType expected) {
    if (!type.copy(true).equals(expected)) {
      throw of(
          Code.WRONG_TYPE,
          "%s column=%s type=%s expected=%s"
              .formatted(where, column, type.asSummaryString(), expected));
    }
  }
}
