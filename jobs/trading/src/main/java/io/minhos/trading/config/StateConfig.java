package io.minhos.trading.config;

import java.io.Serializable;

/**
 * Where live state is kept for people to query.
 *
 * @param url JDBC URL of a PostgreSQL database, blank: none
 * @param user role that writes and owns the tables
 * @param password of that role
 * @param reader role that queries are made as, a different one
 * @param readerPassword of that role
 * @param timeout longest time that one of its queries may take, at least 1 ms
 * @param checkpoints folder or URI of the checkpoints of the job that writes, not blank
 */
public record StateConfig(
    String url,
    String user,
    String password,
    String reader,
    String readerPassword,
    Span timeout,
    String checkpoints)
    implements Serializable {

  private static final String SCHEME = "jdbc:postgresql:";

  public StateConfig {
    if (!url.isBlank() && !url.startsWith(SCHEME)) {
      throw new IllegalArgumentException("url must begin with " + SCHEME + ": " + url);
    }
    if (user.isBlank()) {
      throw new IllegalArgumentException("user must not be blank: '" + user + "'");
    }
    if (reader.isBlank() || reader.equals(user)) {
      throw new IllegalArgumentException(
          "reader must be a role other than user, which is " + user + ": '" + reader + "'");
    }
    if (timeout.millis() < 1) {
      throw new IllegalArgumentException("timeout must be >= 1ms: " + timeout);
    }
    if (checkpoints.isBlank()) {
      throw new IllegalArgumentException("checkpoints must not be blank: ''");
    }
  }

  /** Whether there is a database. */
  public boolean isOn() {
    return !url.isBlank();
  }

  /** Passwords are not for logs. */
  @Override
  public String toString() {
    return "StateConfig[url=" + url + ", user=" + user + ", reader=" + reader + "]";
  }
}
