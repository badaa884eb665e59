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

  /** What a native library refused, without the native stack trace that follows its reason. */
  static TrainingException of(String code, String model, Exception cause) {
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new TrainingException(code + ": model=" + model + " " + reason, cause);
  }
}
