package io.minhos.retraining.trees;

import java.io.Serializable;

/**
 * A random forest in XGBoost's forest mode.
 *
 * @param trees in the forest, > 0
 * @param maxDepth of a tree, in [1, 16]; a forest wants deeper trees than boosting, which averaging
 *     keeps in check
 * @param minLeafRows least rows in a leaf, ≥ 1
 * @param rowSample share of the rows that a tree sees, in (0, 1]
 * @param columnSample share of the features that a split chooses from, in (0, 1]
 * @param l2 regularisation of a leaf: its value is Σ residuals / (rows + l2), ≥ 0
 */
public record ForestConfig(
    int trees, int maxDepth, int minLeafRows, double rowSample, double columnSample, double l2)
    implements Serializable {

  public ForestConfig {
    Bounds.positive("forest.trees", trees);
    Bounds.depth("forest.maxDepth", maxDepth);
    Bounds.positive("forest.minLeafRows", minLeafRows);
    Bounds.share("forest.rowSample", rowSample);
    Bounds.share("forest.columnSample", columnSample);
    Bounds.notNegative("forest.l2", l2);
  }

  /** 100 trees of depth 8 with 50 rows a leaf, on 63 % of the rows and 60 % of the features. */
  public static ForestConfig defaults() {
    return new ForestConfig(100, 8, 50, 0.63, 0.6, 1);
  }
}
