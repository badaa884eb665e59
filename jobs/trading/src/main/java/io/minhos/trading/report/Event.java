package io.minhos.trading.report;

/**
 * Something that happened to models or portfolios, as it is marked on the axis of time.
 *
 * @param time event time, milliseconds since the epoch
 * @param text what, for people
 */
public record Event(long time, Kind kind, String text) {

  /** What it is about. */
  public enum Kind {
    /** A breaker of a release changed its state. */
    BREAKER,
    /** A release answered for the first time. */
    SWAP,
    /** A person's command came into force. */
    COMMAND,
    /** Somebody should know. */
    ALERT
  }
}
