package io.minhos.store;

/** JSON that is not what it should be; the message names the field. */
final class MalformedJsonException extends Exception {

  MalformedJsonException(String message, Throwable cause) {
    super(message, cause);
  }
}
