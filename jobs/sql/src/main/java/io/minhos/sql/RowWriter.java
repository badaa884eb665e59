package io.minhos.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Writes what SQL declared, in its order, of what there is.
 *
 * @param <T> what rows are read off
 */
final class RowWriter<T> implements MapFunction<T, RowData> {

  private static final long serialVersionUID = 1L;

  private final ArrayList<SqlColumn<T>> columns;

  private RowWriter(List<SqlColumn<T>> columns) {
    this.columns = new ArrayList<>(columns);
  }

  /**
   * The writer of the fields of {@code declared}.
   *
   * @param where it was declared
   * @throws org.apache.flink.table.api.ValidationException UNKNOWN_COLUMN, WRONG_TYPE
   */
  static <T> RowWriter<T> of(DataType declared, List<SqlColumn<T>> known, String where) {
    RowType row = (RowType) declared.getLogicalType();
    return new RowWriter<>(
        row.getFields().stream().map(field -> find(field, known, where)).toList());
  }

  private static <T> SqlColumn<T> find(
      RowType.RowField field, List<SqlColumn<T>> known, String where) {
    Optional<SqlColumn<T>> found =
        known.stream().filter(c -> c.name().equals(field.getName())).findFirst();
    if (found.isEmpty()) {
      throw SqlRefusal.of(
          SqlRefusal.Code.UNKNOWN_COLUMN,
          "%s column=%s expected=%s"
              .formatted(where, field.getName(), known.stream().map(SqlColumn::name).toList()));
    }
    SqlRefusal.requireType(where, field.getName(), field.getType(), found.get().type());
    return found.get();
  }

  @Override
  public RowData map(T value) {
    GenericRowData row = new GenericRowData(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      row.setField(i, columns.get(i).value().apply(value));
    }
    return row;
  }
}
