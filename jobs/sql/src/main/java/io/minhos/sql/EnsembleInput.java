package io.minhos.sql;

import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.EnsembleModel;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.data.RowData;

/**
 * Features by name, in any order, and whether they are {@code warm}; where that is not declared
 * they are taken to be. A feature that is NULL is not known.
 *
 * @param positions of the features in a row, in the schema's order
 * @param warm position of that column, −1 without
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record EnsembleInput(int[] positions, int warm) implements ModelInput<EnsembleModel> {

  /**
   * @throws org.apache.flink.table.api.ValidationException UNKNOWN_COLUMN, WRONG_TYPE,
   *     MISSING_FEATURE
   */
  static EnsembleInput of(ResolvedSchema input) {
    List<String> names = FeatureSchema.TABULAR.names();
    List<String> missing = new ArrayList<>(names);
    int[] positions = new int[names.size()];
    int warm = -1;
    List<Column> columns = input.getColumns();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      int feature = names.indexOf(column.getName());
      if (feature >= 0) {
        SqlRefusal.requireType(
            "INPUT", column.getName(), column.getDataType().getLogicalType(), SqlColumns.NUMBER);
        positions[feature] = i;
        missing.remove(column.getName());
      } else if (column.getName().equals(SqlColumns.WARM)) {
        SqlRefusal.requireType(
            "INPUT", column.getName(), column.getDataType().getLogicalType(), SqlColumns.FLAG);
        warm = i;
      } else {
        throw SqlRefusal.of(
            SqlRefusal.Code.UNKNOWN_COLUMN,
            "INPUT column=%s expected=%s and %s"
                .formatted(column.getName(), names, SqlColumns.WARM));
      }
    }
    if (!missing.isEmpty()) {
      throw SqlRefusal.of(
          SqlRefusal.Code.MISSING_FEATURE, "INPUT schema=tabular missing=" + missing);
    }
    return new EnsembleInput(positions, warm);
  }

  @Override
  public boolean isReady(EnsembleModel model, RowData row) {
    if (warm >= 0 && (row.isNullAt(warm) || !row.getBoolean(warm))) {
      return false;
    }
    for (int position : positions) {
      if (row.isNullAt(position)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Prediction ask(EnsembleModel model, ModelRelease release, double threshold, RowData row) {
    double[] features = new double[positions.length];
    for (int i = 0; i < features.length; i++) {
      features[i] = row.getDouble(positions[i]);
    }
    return model.predict(release, threshold, new double[][] {features}).get(0);
  }
}
