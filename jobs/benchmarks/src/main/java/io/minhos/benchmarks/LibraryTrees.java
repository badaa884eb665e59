package io.minhos.benchmarks;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMException;
import io.minhos.retraining.trees.TabularRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Trees in the memory of their library, asked in the fastest way that its Java API knows, on one
 * thread, with rows that already lie as the library wants them.
 */
abstract sealed class LibraryTrees implements AutoCloseable {

  /** What goes to the library at once; what {@link #ask} takes. */
  abstract Object prepare(TabularRows rows);

  /** The answers to prepared rows. */
  abstract double[] ask(Object prepared);

  @Override
  public abstract void close();

  /**
   * XGBoost without a DMatrix. By way of one, which has to be made, a batch of 512 takes up to a
   * quarter longer, and a single row as long, within a tenth.
   */
  static final class XGBoost extends LibraryTrees {

    private record Prepared(float[] values, int rows, int features) {}

    private final Booster booster;

    XGBoost(byte[] json) throws IOException {
      try {
        booster = ml.dmlc.xgboost4j.java.XGBoost.loadModel(json);
        booster.setParam("nthread", 1);
      } catch (XGBoostError e) {
        throw new IllegalStateException("xgboost: load", e);
      }
    }

    @Override
    Object prepare(TabularRows rows) {
      float[] values = new float[rows.values().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) rows.values()[i];
      }
      return new Prepared(values, rows.rows(), rows.features());
    }

    @Override
    double[] ask(Object prepared) {
      Prepared rows = (Prepared) prepared;
      try {
        float[][] answers =
            booster.inplace_predict(rows.values, rows.rows, rows.features, Float.NaN);
        double[] values = new double[answers.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = answers[i][0];
        }
        return values;
      } catch (XGBoostError e) {
        throw new IllegalStateException("xgboost: predict", e);
      }
    }

    @Override
    public void close() {
      booster.dispose();
    }
  }

  /** LightGBM, which has a call of its own for a single row. */
  static final class LightGbm extends LibraryTrees {

    private final LGBMBooster booster;

    LightGbm(byte[] text) throws IOException {
      try {
        LGBMBooster.loadNative();
        booster = LGBMBooster.loadModelFromString(new String(text, StandardCharsets.UTF_8));
      } catch (LGBMException e) {
        throw new IllegalStateException("lightgbm: load", e);
      }
    }

    @Override
    Object prepare(TabularRows rows) {
      return rows;
    }

    @Override
    double[] ask(Object prepared) {
      TabularRows rows = (TabularRows) prepared;
      try {
        if (rows.rows() == 1) {
          return new double[] {
            booster.predictForMatSingleRow(rows.values(), PredictionType.C_API_PREDICT_NORMAL)
          };
        }
        return booster.predictForMat(
            rows.values(),
            rows.rows(),
            rows.features(),
            true,
            PredictionType.C_API_PREDICT_NORMAL,
            "num_threads=1");
      } catch (LGBMException e) {
        throw new IllegalStateException("lightgbm: predict", e);
      }
    }

    @Override
    public void close() {
      try {
        booster.close();
      } catch (LGBMException e) {
        throw new IllegalStateException("lightgbm: close", e);
      }
    }
  }
}
