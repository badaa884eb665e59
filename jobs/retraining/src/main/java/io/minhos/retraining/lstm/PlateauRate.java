package io.minhos.retraining.lstm;

/**
 * A learning rate that is multiplied by {@code factor}, down to {@code min}, whenever the
 * validation loss has had no new minimum for {@code patience} epochs, counted anew after each
 * reduction: Keras' ReduceLROnPlateau with min_delta 0.
 *
 * @param patience epochs, at least 1
 * @param factor in (0, 1)
 * @param min smallest rate
 * @param rate in force for the next epoch
 * @param waited epochs since the last minimum or reduction
 * @param bestLoss the smallest loss, +∞ before any
 */
record PlateauRate(
    int patience, double factor, double min, double rate, int waited, double bestLoss) {

  static PlateauRate from(LstmTrainingConfig config, double loss) {
    return new PlateauRate(
        config.plateauPatience(),
        config.plateauFactor(),
        config.minLearningRate(),
        config.learningRate(),
        0,
        loss);
  }

  /** After one epoch more. */
  PlateauRate plus(double loss) {
    if (loss < bestLoss) {
      return new PlateauRate(patience, factor, min, rate, 0, loss);
    }
    if (waited + 1 < patience) {
      return new PlateauRate(patience, factor, min, rate, waited + 1, bestLoss);
    }
    return new PlateauRate(patience, factor, min, Math.max(min, rate * factor), 0, bestLoss);
  }
}
