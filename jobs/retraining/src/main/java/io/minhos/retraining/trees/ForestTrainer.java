package io.minhos.retraining.trees;

import io.minhos.retraining.trees.XGBoostTrees.Objective;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A random forest: XGBoost grows all trees in one round on samples of rows and columns, without
 * shrinkage. An interruption is seen when the forest stands.
 */
public final class ForestTrainer implements TreeTrainer {

  private final ForestConfig config;
  private final int seed;

  public ForestTrainer(ForestConfig config, int seed) {
    this.config = config;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "forest";
  }

  @Override
  public NativeTrees fit(TabularRows rows, TrainingProgress progress) throws InterruptedException {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("num_parallel_tree", config.trees());
    parameters.put("eta", 1);
    parameters.put("max_depth", config.maxDepth());
    // The hessian of the squared error is 1 a row: the least weight of a leaf is its least rows.
    parameters.put("min_child_weight", config.minLeafRows());
    parameters.put("subsample", config.rowSample());
    parameters.put("colsample_bynode", config.columnSample());
    parameters.put("lambda", config.l2());
    return XGBoostTrees.fit(name(), Objective.SQUARED_ERROR, parameters, 1, seed, rows, progress);
  }
}
