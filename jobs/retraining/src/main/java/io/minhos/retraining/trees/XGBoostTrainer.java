package io.minhos.retraining.trees;

import io.minhos.retraining.trees.XGBoostTrees.Objective;
import java.util.LinkedHashMap;
import java.util.Map;

/** Boosted trees by XGBoost, grown level by level. */
public final class XGBoostTrainer implements TreeTrainer {

  private final BoostingConfig config;
  private final int seed;

  public XGBoostTrainer(BoostingConfig config, int seed) {
    this.config = config;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "xgboost";
  }

  @Override
  public NativeTrees fit(TabularRows rows, TrainingProgress progress) throws InterruptedException {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("eta", config.learningRate());
    parameters.put("max_depth", config.maxDepth());
    // The hessian of the squared error is 1 a row: the least weight of a leaf is its least rows.
    parameters.put("min_child_weight", config.minLeafRows());
    parameters.put("subsample", config.rowSample());
    parameters.put("colsample_bytree", config.columnSample());
    parameters.put("lambda", config.l2());
    return XGBoostTrees.fit(
        name(), Objective.SQUARED_ERROR, parameters, config.trees(), seed, rows, progress);
  }
}
