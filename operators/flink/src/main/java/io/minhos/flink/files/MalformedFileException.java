package io.minhos.flink.files;

/** A file that cannot be replayed as a whole. The message is coded: {@code CODE: key=value}. */
public final class MalformedFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedFileException(String message) {
    super(message);
  }

  MalformedFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
