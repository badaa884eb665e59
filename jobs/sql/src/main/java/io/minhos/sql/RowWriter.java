package io.minhos.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

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
   * The writer of the physical columns of {@code declared}.
   *
   * @throws org.apache.flink.table.api.ValidationException UNKNOWN_COLUMN, WRONG_TYPE
   */
  static <T> RowWriter<T> of(ResolvedSchema declared, List<SqlColumn<T>> known, String where) {
    List<SqlColumn<T>> chosen = new ArrayList<>();
    for (Column column : declared.getColumns()) {
      if (column.isPhysical()) {
        chosen.add(find(column, known, where));
      }
    }
    return new RowWriter<>(chosen);
  }

  private static <T> SqlColumn<T> find(Column column, List<SqlColumn<T>> known, String where) {
    Optional<SqlColumn<T>> found =
        known.stream().filter(c -> c.name().equals(column.getName())).findFirst();
    if (found.isEmpty()) {
      throw SqlRefusal.of(
          SqlRefusal.Code.UNKNOWN_COLUMN,
          "%s column=%s expected=%s"
              .formatted(where, column.getName(), known.stream().map(SqlColumn::name).toList()));
    }
    SqlRefusal.requireType(where, column, found.get().type());
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
