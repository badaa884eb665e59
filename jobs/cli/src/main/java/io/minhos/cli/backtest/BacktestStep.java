package io.minhos.cli.backtest;

import io.minhos.cli.backtest.WindowPlan.Window;
import io.minhos.retraining.TrainingVerdict;
import java.util.List;

/**
 * A step that is done, as a line of {@code steps.jsonl}.
 *
 * @param window what it was trained on and when
 * @param verdicts the gate's
 * @param releases what it let through
 */
record BacktestStep(Window window, List<TrainingVerdict> verdicts, List<Released> releases) {

  /**
   * A release of the backtest's store, wherever that lies.
   *
   * @param sha256 of its manifest
   */
  record Released(String model, int version, String sha256) {}
}
