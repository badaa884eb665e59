package io.minhos.retraining;

import io.minhos.domain.evaluation.GateConfig;
import io.minhos.domain.evaluation.LabelConfig;
import io.minhos.domain.evaluation.SplitConfig;
import io.minhos.engines.lstm.LstmArchitecture;
import io.minhos.retraining.lstm.LstmTrainingConfig;
import io.minhos.retraining.trees.BoostingConfig;
import io.minhos.retraining.trees.ForestConfig;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.config.TrainingConfig;
import java.io.Serializable;

/**
 * What a training run is told, one record a consumer.
 *
 * @param labels what is to be foreseen
 * @param splits walk-forward folds
 * @param gate how strictly candidates are judged
 * @param forest the random forest
 * @param boosting XGBoost and LightGBM
 * @param lstm the sequence model
 * @param lstmFolds how many of the last folds the LSTM is tested on
 * @param warmStart whether the LSTM goes on from the release in force
 * @param seed of all training
 */
public record RetrainingConfig(
    LabelConfig labels,
    SplitConfig splits,
    GateConfig gate,
    ForestConfig forest,
    BoostingConfig boosting,
    LstmTrainingConfig lstm,
    int lstmFolds,
    boolean warmStart,
    long seed)
    implements Serializable {

  /** From the keys {@code labels}, {@code training}, {@code inference} and {@code models}. */
  public static RetrainingConfig of(TradingConfig config) {
    TrainingConfig training = config.training();
    int horizon = config.labels().horizonBars();
    ForestConfig forest = ForestConfig.defaults();
    BoostingConfig boosting = BoostingConfig.defaults();
    TrainingConfig.Lstm lstm = training.lstm();
    LstmTrainingConfig sequence = LstmTrainingConfig.defaults();
    return new RetrainingConfig(
        config.labelling(),
        new SplitConfig(
            training.folds(), training.trainFraction(), horizon, training.embargoBars(), 0),
        new GateConfig(
            horizon,
            20,
            10,
            training.gateLevel(),
            0.95,
            config.execution().venue().roundTripCosts()),
        new ForestConfig(
            training.trees(),
            training.forestDepth(),
            forest.minLeafRows(),
            forest.rowSample(),
            forest.columnSample(),
            forest.l2()),
        new BoostingConfig(
            training.trees(),
            training.learningRate(),
            training.boostingDepth(),
            boosting.minLeafRows(),
            boosting.rowSample(),
            boosting.columnSample(),
            boosting.l2()),
        new LstmTrainingConfig(
            new LstmArchitecture(
                config.inference().sequenceLength(),
                LstmArchitecture.defaults().features(),
                lstm.firstUnits(),
                lstm.secondUnits(),
                lstm.denseUnits()),
            lstm.firstDropout(),
            lstm.secondDropout(),
            lstm.denseDropout(),
            lstm.learningRate(),
            lstm.batchSize(),
            lstm.epochs(),
            sequence.stoppingPatience(),
            sequence.plateauPatience(),
            sequence.plateauFactor(),
            Math.min(sequence.minLearningRate(), lstm.learningRate()),
            sequence.gradientClip(),
            sequence.validationShare(),
            horizon,
            config.models().seed()),
        Math.min(lstm.folds(), training.folds()),
        lstm.warmStart(),
        config.models().seed());
  }
}
