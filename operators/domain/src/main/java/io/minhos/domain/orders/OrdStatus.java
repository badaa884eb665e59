package io.minhos.domain.orders;

/** What became of an order (FIX 39). */
public enum OrdStatus {
  NEW,
  PARTIALLY_FILLED,
  FILLED,
  CANCELED,
  REJECTED,
  EXPIRED;

  /** True if the order works no more. */
  public boolean isTerminal() {
    return this != NEW && this != PARTIALLY_FILLED;
  }
}
