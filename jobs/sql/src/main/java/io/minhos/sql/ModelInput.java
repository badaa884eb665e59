package io.minhos.sql;

import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import java.io.Serializable;
import org.apache.flink.table.data.RowData;

/**
 * How a model is asked with a row of SQL.
 *
 * @param <M> what answers
 */
interface ModelInput<M> extends Serializable {

  /** Whether there are enough data to ask. */
  boolean isReady(M model, RowData row);

  /**
   * The answer.
   *
   * @throws RuntimeException if there is none
   */
  Prediction ask(M model, ModelRelease release, double threshold, RowData row);
}
