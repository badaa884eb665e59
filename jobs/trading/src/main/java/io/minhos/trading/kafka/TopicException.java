package io.minhos.trading.kafka;

/** Topics that cannot be read as a whole. The message is coded: {@code CODE: key=value}. */
public final class TopicException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TopicException(String message) {
    super(message);
  }
}
