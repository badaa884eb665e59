package io.minhos.trading.config;

/** A wrong configuration. The message names the key, the value and the bound. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}
