package io.minhos.retraining.lstm;

/**
 * Stops a training once the validation loss has had no new minimum for {@code patience} epochs.
 *
 * @param patience epochs, at least 1
 * @param epoch epochs seen
 * @param bestEpoch the epoch of the smallest loss, 0 for what training began with
 * @param bestLoss the smallest loss, +∞ before any
 */
record EarlyStopping(int patience, int epoch, int bestEpoch, double bestLoss) {

  /**
   * Before the first epoch.
   *
   * @param loss of the weights that training begins with, +∞ if they are not to be kept
   */
  static EarlyStopping from(int patience, double loss) {
    return new EarlyStopping(patience, 0, 0, loss);
  }

  /** After one epoch more. */
  EarlyStopping plus(double loss) {
    return loss < bestLoss
        ? new EarlyStopping(patience, epoch + 1, epoch + 1, loss)
        : new EarlyStopping(patience, epoch + 1, bestEpoch, bestLoss);
  }

  /** True if the last epoch was the best. */
  boolean improved() {
    return epoch == bestEpoch;
  }

  boolean stops() {
    return epoch - bestEpoch >= patience;
  }
}
