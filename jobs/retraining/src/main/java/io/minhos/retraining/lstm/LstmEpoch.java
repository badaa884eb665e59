package io.minhos.retraining.lstm;

import java.time.Duration;

/**
 * How far a training is.
 *
 * @param epoch passes done, from 1
 * @param epochs passes at most
 * @param trainingLoss mean squared error over the pass, dropout included
 * @param validationLoss mean squared error after the pass, without dropout
 * @param learningRate of the pass
 * @param best true if no validation loss before was smaller
 * @param elapsed since the training began
 */
public record LstmEpoch(
    int epoch,
    int epochs,
    double trainingLoss,
    double validationLoss,
    double learningRate,
    boolean best,
    Duration elapsed) {

  /** What is left if no epoch is spared and all take as long. */
  public Duration atMostLeft() {
    return elapsed.multipliedBy(epochs - epoch).dividedBy(epoch);
  }
}
