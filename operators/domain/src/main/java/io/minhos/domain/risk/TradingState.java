package io.minhos.domain.risk;

/** What a portfolio may do. */
public enum TradingState {
  /** Everything that its limits allow. */
  ACTIVE,
  /** Positions may be left, none entered. What works already goes on. */
  REDUCING,
  /** As REDUCING, and entries that work are cancelled. */
  HALTED;

  /** The one that allows less. */
  TradingState or(TradingState other) {
    return compareTo(other) < 0 ? other : this;
  }
}
