package io.minhos.retraining;

import java.io.Serializable;

/** Trains one model on each fold and on the whole history. */
interface ModelTrainer extends Serializable {

  /** Names the trainer, its operator and its artifacts. */
  String name();

  /**
   * Trains.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  TrainedModel train(TrainingSet set, Fits fits, Progress progress) throws InterruptedException;

  /** Hears how far the training is. */
  interface Progress {
    void report(String text);
  }
}
