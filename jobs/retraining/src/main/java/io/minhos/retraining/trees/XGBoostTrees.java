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

  /** What the trees are grown for. */
  enum Objective {
    SQUARED_ERROR("reg:squarederror", "rmse"),
    /** The margin is ln(p/(1 − p)), and starts at 0. */
    LOGISTIC("binary:logistic", "logloss");

    private final String id;
    private final String metric;

    Objective(String id, String metric) {
      this.id = id;
      this.metric = metric;
    }

    String id() {
      return id;
    }
  }

  private final String name;
  private final Objective objective;
  private final int features;
  private final Booster booster;

  private XGBoostTrees(String name, Objective objective, int features, Booster booster) {
    this.name = name;
    this.objective = objective;
    this.features = features;
    this.booster = booster;
  }

  static XGBoostTrees fit(
      String name,
      Objective objective,
      Map<String, Object> parameters,
      int rounds,
      int seed,
      TabularRows rows,
      TrainingProgress progress)
      throws InterruptedException {
    Map<String, Object> all = new LinkedHashMap<>(parameters);
    all.put("objective", objective.id);
    all.put("eval_metric", objective.metric);
    if (objective == Objective.LOGISTIC) {
      // Left out, it is the rows' base rate, whose logit the library rounds in its own way.
      all.put("base_score", 0.5);
    }
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
          progress.round(name, round + 1, rounds, loss(objective, booster, matrix, round));
        }
        Interruption.check();
        XGBoostTrees trees = new XGBoostTrees(name, objective, rows.features(), booster);
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

  /** Line such as {@code [3] train-rmse:0.4512}; the squared error is its square. */
  private static double loss(Objective objective, Booster booster, DMatrix matrix, int round)
      throws XGBoostError {
    float[] metric = new float[1];
    booster.evalSet(new DMatrix[] {matrix}, new String[] {"train"}, round, metric);
    return objective == Objective.SQUARED_ERROR ? (double) metric[0] * metric[0] : metric[0];
  }

  private static DMatrix matrix(TabularRows rows) throws XGBoostError {
    return new DMatrix(rows.floats(), rows.rows(), rows.features(), Float.NaN);
  }

  @Override
  public double[] predict(TabularRows rows) {
    try {
      DMatrix matrix = matrix(rows);
      try {
        // The sum itself, which is all there is to the squared error.
        float[][] answers = booster.predict(matrix, true);
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
    return XGBoostExport.flatTrees(toLibraryFormat(), objective, features);
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
