package io.minhos.domain.risk;

/** What a portfolio did about a signal. */
public enum Outcome {
  /** Opens a position: entry, stop and target are sent. */
  ENTER,
  /** Closes the position at the market. */
  EXIT,
  /** Keeps the position, waits for an order that works, or gives one up that was not answered. */
  HOLD,
  /** The signal points nowhere and there is no position. */
  NEUTRAL,
  /** The signal asks for an entry that is not allowed. */
  DENIED
}
