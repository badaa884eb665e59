package io.minhos.retraining.trees;

/** Hears how training goes, on the thread that trains. */
@FunctionalInterface
public interface TrainingProgress {

  /** Hears nothing. */
  TrainingProgress SILENT = (trainer, round, rounds, loss) -> {};

  /**
   * A round is done.
   *
   * @param trainer which model is trained, such as {@code forest}
   * @param round counts from 1
   * @param rounds how many there will be
   * @param loss mean squared error on the training rows; for a person to look at, as the library
   *     prints it
   */
  void round(String trainer, int round, int rounds, double loss);
}
