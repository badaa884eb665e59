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
    /** A release came back in force that one of a higher version had replaced. */
    ROLLBACK,
    /** What a training of a walk-forward backtest released would be ready. */
    STEP,
    /** A person's command came into force. */
    COMMAND,
    /** Somebody should know. */
    ALERT
  }
}
