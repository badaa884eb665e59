package io.minhos.retraining;

import io.minhos.domain.evaluation.BarrierConfig;
import io.minhos.domain.evaluation.GateConfig;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.risk.RiskConfig;
import io.minhos.domain.signals.FusionConfig;
import io.minhos.retraining.trees.BoostingConfig;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.config.TrainingConfig;
import java.io.Serializable;

/**
 * What the training of the win-probability model is told: its signals and trades are those of the
 * live job.
 *
 * @param lstmThreshold value up to which the LSTM's direction is neutral
 * @param ensembleThreshold value up to which the ensemble's direction is neutral
 * @param fusion weights of the components
 * @param risk which signals are traded, and how large
 * @param barriers where trades end
 * @param costs of entry and exit together, as a part of the price
 * @param boosting the classifier
 * @param embargoBars bars left out between a test part and what is learned from, on either side
 * @param gate how strictly it is judged
 * @param fixedFraction that Kelly's sizes are compared with; 0: the mean of theirs
 * @param seed of the training
 */
record WinConfig(
    double lstmThreshold,
    double ensembleThreshold,
    FusionConfig fusion,
    RiskConfig risk,
    BarrierConfig barriers,
    double costs,
    BoostingConfig boosting,
    int embargoBars,
    GateConfig gate,
    double fixedFraction,
    long seed)
    implements Serializable {

  /**
   * Trades are few and what tells wins from losses is faint: with the weight of the ensemble's
   * trees, a depth of 6 learns noise by heart and ranks worse than strength alone. No trade weighs
   * more than 1/4, the most that p(1 − p) can be, so this is the weight of 4,000; calibration gives
   * margins back the size that it takes.
   */
  private static final double L2 = 1_000;

  static WinConfig of(TradingConfig config) {
    TrainingConfig training = config.training();
    TrainingConfig.Win win = training.winprob();
    RiskConfig risk = config.risk();
    ExecutionConfig costs = config.execution().venue();
    BoostingConfig boosting = BoostingConfig.defaults();
    return new WinConfig(
        config.inference().lstmThreshold(),
        config.inference().ensembleThreshold(),
        config.fusion(),
        risk,
        new BarrierConfig(
            risk.stopAtr(), risk.targetAtr(), risk.holdingHorizonBars(), training.maxMissingBars()),
        costs.roundTripCosts(),
        new BoostingConfig(
            win.trees(),
            win.learningRate(),
            win.depth(),
            boosting.minLeafRows(),
            boosting.rowSample(),
            boosting.columnSample(),
            L2),
        training.embargoBars(),
        new GateConfig(
            risk.holdingHorizonBars(), 20, 10, training.gateLevel(), 0.95, costs.roundTripCosts()),
        win.fixedFraction(),
        config.models().seed());
  }
}
