package io.minhos.retraining.trees;

import io.minhos.retraining.trees.XGBoostTrees.Objective;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Boosted trees by XGBoost for labels of 0 and 1. They answer the margin ln(p/(1 − p)), and the
 * loss that progress hears is the cross entropy.
 */
public final class XGBoostClassifier implements TreeTrainer {

  /** Greatest hessian of the cross entropy, p(1 − p), that one row has. */
  private static final double MOST_WEIGHT = 0.25;

  private final BoostingConfig config;
  private final String name;
  private final int seed;

  public XGBoostClassifier(String name, BoostingConfig config, int seed) {
    this.name = name;
    this.config = config;
    this.seed = seed;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public NativeTrees fit(TabularRows rows, TrainingProgress progress) throws InterruptedException {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("eta", config.learningRate());
    parameters.put("max_depth", config.maxDepth());
    // No leaf of less weight has so many rows.
    parameters.put("min_child_weight", MOST_WEIGHT * config.minLeafRows());
    parameters.put("subsample", config.rowSample());
    parameters.put("colsample_bytree", config.columnSample());
    parameters.put("lambda", config.l2());
    return XGBoostTrees.fit(
        name, Objective.LOGISTIC, parameters, config.trees(), seed, rows, progress);
  }
}
