package io.minhos.retraining.trees;

/** A model that could not be trained or exported. The message is coded: {@code CODE: key=value}. */
public final class TrainingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(message);
  }

  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
