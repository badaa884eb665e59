package io.minhos.domain.risk;

/** Why an entry was denied. */
public enum DenialCode {
  /** The signal's confidence is below the limit. */
  MIN_CONFIDENCE,
  /** The signal's strength is below the limit. */
  MIN_STRENGTH,
  /** There is a position in the symbol already. */
  POSITION_OPEN,
  /** The price is zero or below: a fraction of equity buys no number of such things. */
  NON_POSITIVE_PRICE,
  /** No average true range yet, or none but zero: nowhere to put stop and target. */
  ATR_UNKNOWN,
  /** Stop or target would be at zero or below, where the instrument has no prices. */
  BARRIER_NOT_POSITIVE,
  /** Nothing is left to risk. */
  NO_EQUITY,
  /** The quantity rounds down to no lot. */
  QTY_BELOW_LOT,
  /** Together with what is held and what is on its way it would be too much. */
  GROSS_EXPOSURE
}
