package io.minhos.retraining.lstm;

/** A training that came to nothing. The message is coded: {@code CODE: key=value}. */
public final class LstmTrainingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LstmTrainingException(String message) {
    super(message);
  }

  public LstmTrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
