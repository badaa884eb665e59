package io.minhos.domain.market;

/** Why a record of market data, an execution from outside or a control entry was refused. */
public enum RejectCode {
  /** The bytes or the line could not be read as a record. */
  UNPARSABLE,
  /** A price, size or volume is NaN or infinite; what may be unknown (NaN) is infinite. */
  NOT_FINITE,
  /** A price of zero or below, on an instrument that has none. */
  NON_POSITIVE_PRICE,
  /** A size of zero or below, or a negative volume. */
  NON_POSITIVE_SIZE,
  /** High below low, or open or close outside of them. */
  INCONSISTENT_OHLC,
  /** Bid above ask. */
  CROSSED_QUOTE,
  /** A symbol that the configuration does not know, under the policy that refuses them. */
  UNKNOWN_SYMBOL,
  /** An execution for a portfolio that is not run. */
  UNKNOWN_PORTFOLIO,
  /** An entry of the control log that lacks what its type needs. */
  INVALID_COMMAND,
  /**
   * Ahead of its arrival, or where that is not known: of market data, ahead of its partition and
   * not confirmed by the next record; of an execution, in 2200 or later.
   */
  FUTURE,
  /** Behind its partition's high water by more than the lateness. */
  LATE,
  /** The same trade id, or the same bar, came before. */
  DUPLICATE,
  /** Too many robust standard deviations away from the price before. */
  JUMP,
  /**
   * A quantity, price or amount that no account can carry to the cent, or a quantity of a report
   * that is no fill.
   */
  OUT_OF_RANGE,
  /** An execution from before its order. */
  BEFORE_ORDER
}
