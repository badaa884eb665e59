package io.minhos.domain.orders;

/** How long an order works (FIX 59). */
public enum TimeInForce {
  DAY,
  /** Good till cancelled. */
  GTC,
  /** Immediate or cancel. */
  IOC,
  /** Fill or kill. */
  FOK
}
