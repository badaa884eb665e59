package io.minhos.trading.config;

import java.io.Serializable;

/**
 * How models are trained. What a trainer itself bounds (depths, rates, units) it states; here are
 * the bounds of the rest.
 *
 * @param labelVolatilities standard deviations of the horizon's return that make a label of 1
 * @param maxMissingBars bars that may be missing before it is a gap, which no label crosses
 * @param folds walk-forward test parts
 * @param trainFraction part of the history before the first test part
 * @param embargoBars bars left out between training and test besides the horizon
 * @param gateLevel chance that all retrainings on the same history release noise
 * @param trees of the forest, of XGBoost and of LightGBM
 * @param forestDepth of the forest's trees
 * @param boostingDepth of the boosted trees
 * @param learningRate share of a boosted tree's answer that counts
 * @param lstm the sequence model
 * @param winprob the win-probability model
 */
public record TrainingConfig(
    double labelVolatilities,
    int maxMissingBars,
    int folds,
    double trainFraction,
    int embargoBars,
    double gateLevel,
    int trees,
    int forestDepth,
    int boostingDepth,
    double learningRate,
    Lstm lstm,
    Win winprob)
    implements Serializable {

  /**
   * The sequence model.
   *
   * @param folds how many of the last folds it is tested on, at least 1
   * @param firstUnits of the first LSTM
   * @param secondUnits of the second LSTM
   * @param denseUnits of the layer between
   * @param firstDropout share dropped before the first LSTM
   * @param secondDropout share dropped before the second LSTM
   * @param denseDropout share dropped before the output
   * @param learningRate of Adam
   * @param batchSize sequences in a step
   * @param epochs passes at most
   * @param warmStart whether training goes on from the release in force
   */
  public record Lstm(
      int folds,
      int firstUnits,
      int secondUnits,
      int denseUnits,
      double firstDropout,
      double secondDropout,
      double denseDropout,
      double learningRate,
      int batchSize,
      int epochs,
      boolean warmStart)
      implements Serializable {

    public Lstm {
      if (folds < 1) {
        throw new IllegalArgumentException("folds must be >= 1: " + folds);
      }
    }
  }

  /**
   * The win-probability model.
   *
   * @param trees one a round
   * @param depth of a tree
   * @param learningRate share of a tree's answer that counts
   * @param fixedFraction constant fraction of equity that Kelly's sizes are compared with; 0: the
   *     mean of those that the training trades would have had
   */
  public record Win(int trees, int depth, double learningRate, double fixedFraction)
      implements Serializable {

    public Win {
      if (!(fixedFraction >= 0 && fixedFraction <= 1)) {
        throw new IllegalArgumentException("fixedFraction must be in [0, 1]: " + fixedFraction);
      }
    }
  }
}
