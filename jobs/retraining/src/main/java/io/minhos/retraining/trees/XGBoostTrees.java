package io.minhos.retraining.trees;

import io.minhos.engines.trees.FlatTrees;
import java.util.LinkedHashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Trees in XGBoost's memory. */
final class XGBoostTrees implements NativeTrees {

  private final String name;
  private final int features;
  private final Booster booster;

  private XGBoostTrees(String name, int features, Booster booster) {
    this.name = name;
    this.features = features;
    this.booster = booster;
  }

  static XGBoostTrees fit(
      String name,
      Map<String, Object> parameters,
      int rounds,
      int seed,
      TabularRows rows,
      TrainingProgress progress)
      throws InterruptedException {
    Map<String, Object> all = new LinkedHashMap<>(parameters);
    all.put("objective", "reg:squarederror");
    all.put("eval_metric", "rmse");
    all.put("tree_method", "hist");
    all.put("seed", seed);
    // Contended cores slow it down 20 times, and sums of several threads come in any order.
    all.put("nthread", 1);
    all.put("verbosity", 0);
    Booster booster = null;
    try {
      DMatrix matrix = matrix(rows);
      try {
        matrix.setLabel(rows.floatLabels());
        // No round: only the library makes boosters, and it would print its own progress.
        booster = XGBoost.train(matrix, all, 0, Map.of(), null, null);
        for (int round = 0; round < rounds; round++) {
          Interruption.check();
          booster.update(matrix, round);
          progress.round(name, round + 1, rounds, loss(booster, matrix, round));
        }
        Interruption.check();
        XGBoostTrees trees = new XGBoostTrees(name, rows.features(), booster);
        booster = null;
        return trees;
      } finally {
        matrix.dispose();
      }
    } catch (XGBoostError e) {
      throw TrainingException.of("TRAINING_FAILED", name, e);
    } finally {
      if (booster != null) {
        booster.dispose();
      }
    }
  }

  /** Line such as {@code [3] train-rmse:0.4512}, squared. */
  private static double loss(Booster booster, DMatrix matrix, int round) throws XGBoostError {
    float[] rmse = new float[1];
    booster.evalSet(new DMatrix[] {matrix}, new String[] {"train"}, round, rmse);
    return (double) rmse[0] * rmse[0];
  }

  private static DMatrix matrix(TabularRows rows) throws XGBoostError {
    return new DMatrix(rows.floats(), rows.rows(), rows.features(), Float.NaN);
  }

  @Override
  public double[] predict(TabularRows rows) {
    try {
      DMatrix matrix = matrix(rows);
      try {
        float[][] answers = booster.predict(matrix);
        double[] values = new double[answers.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = answers[i][0];
        }
        return values;
      } finally {
        matrix.dispose();
      }
    } catch (XGBoostError e) {
      throw TrainingException.of("PREDICTION_FAILED", name, e);
    }
  }

  @Override
  public FlatTrees export() {
    return XGBoostExport.flatTrees(toLibraryFormat(), features);
  }

  @Override
  public byte[] toLibraryFormat() {
    try {
      return booster.toByteArray("json");
    } catch (XGBoostError e) {
      throw TrainingException.of("EXPORT_FAILED", name, e);
    }
  }

  @Override
  public void close() {
    booster.dispose();
  }
}
