package io.minhos.sql;

import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.ScaledSequenceModel;
import java.util.List;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;

/** One array: the last vectors of schema sequence-8, row-major, oldest first. */
record SequenceInput() implements ModelInput<ScaledSequenceModel> {

  /**
   * @throws org.apache.flink.table.api.ValidationException UNKNOWN_COLUMN, WRONG_TYPE,
   *     MISSING_FEATURE
   */
  static SequenceInput of(ResolvedSchema input) {
    for (Column column : input.getColumns()) {
      if (!column.getName().equals(SqlColumns.SEQUENCE)) {
        throw SqlRefusal.of(
            SqlRefusal.Code.UNKNOWN_COLUMN,
            "INPUT column=%s expected=%s".formatted(column.getName(), SqlColumns.SEQUENCE));
      }
      SqlRefusal.requireType(
          "INPUT", column.getName(), column.getDataType().getLogicalType(), SqlColumns.NUMBERS);
    }
    if (input.getColumnCount() == 0) {
      throw SqlRefusal.of(
          SqlRefusal.Code.MISSING_FEATURE, "INPUT missing=[" + SqlColumns.SEQUENCE + "]");
    }
    return new SequenceInput();
  }

  /** A sequence that is too long is no lack of data: the model refuses it. */
  @Override
  public boolean isReady(ScaledSequenceModel model, RowData row) {
    return !row.isNullAt(0) && row.getArray(0).size() >= model.windowLength();
  }

  @Override
  public Prediction ask(
      ScaledSequenceModel model, ModelRelease release, double threshold, RowData row) {
    ArrayData window = row.getArray(0);
    return model.predict(release, threshold, List.of(window.toDoubleArray())).get(0);
  }
}
