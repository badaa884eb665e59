package io.minhos.retraining.trees;

import java.util.Locale;

/** Boosted trees by LightGBM, grown leaf by leaf: at most 2^maxDepth leaves. */
public final class LightGbmTrainer implements TreeTrainer {

  private final BoostingConfig config;
  private final int seed;

  public LightGbmTrainer(BoostingConfig config, int seed) {
    this.config = config;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "lightgbm";
  }

  @Override
  public NativeTrees fit(TabularRows rows, TrainingProgress progress) throws InterruptedException {
    String parameters =
        String.join(
            " ",
            "objective=regression",
            "metric=l2",
            number("learning_rate", config.learningRate()),
            "max_depth=" + config.maxDepth(),
            "num_leaves=" + (1 << config.maxDepth()),
            "min_data_in_leaf=" + config.minLeafRows(),
            number("bagging_fraction", config.rowSample()),
            "bagging_freq=1",
            number("feature_fraction", config.columnSample()),
            number("lambda_l2", config.l2()),
            "seed=" + seed,
            // The same trees whatever the machine's speed: else a trial run picks the layout.
            "deterministic=true",
            "force_row_wise=true",
            "num_threads=1",
            "feature_pre_filter=false",
            "verbosity=-1");
    return LightGbmTrees.fit(name(), parameters, config.trees(), rows, progress);
  }

  private static String number(String key, double value) {
    return String.format(Locale.ROOT, "%s=%.17g", key, value);
  }
}
