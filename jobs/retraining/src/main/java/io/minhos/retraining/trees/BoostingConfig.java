package io.minhos.retraining.trees;

import java.io.Serializable;

/**
 * Boosted trees, in XGBoost or LightGBM.
 *
 * @param trees one a round, > 0
 * @param learningRate share of a tree's answer that counts, in (0, 1]
 * @param maxDepth of a tree, in [1, 16]
 * @param minLeafRows least rows in a leaf, ≥ 1
 * @param rowSample share of the rows that a tree sees, in (0, 1]
 * @param columnSample share of the features that a tree sees, in (0, 1]
 * @param l2 regularisation of a leaf: its value is Σ residuals / (rows + l2), ≥ 0
 */
public record BoostingConfig(
    int trees,
    double learningRate,
    int maxDepth,
    int minLeafRows,
    double rowSample,
    double columnSample,
    double l2)
    implements Serializable {

  public BoostingConfig {
    Bounds.positive("boosting.trees", trees);
    Bounds.share("boosting.learningRate", learningRate);
    Bounds.depth("boosting.maxDepth", maxDepth);
    Bounds.positive("boosting.minLeafRows", minLeafRows);
    Bounds.share("boosting.rowSample", rowSample);
    Bounds.share("boosting.columnSample", columnSample);
    Bounds.notNegative("boosting.l2", l2);
  }

  /**
   * 100 shallow trees, many rows a leaf. The libraries' own defaults (depth 6 or 31 leaves, a row
   * or 20 a leaf, no sampling) learn the noise of returns by heart; at a rate of 0.05 a hundred
   * trees leave a part of a planted edge unlearned.
   */
  public static BoostingConfig defaults() {
    return new BoostingConfig(100, 0.1, 4, 100, 0.7, 0.7, 10);
  }
}
