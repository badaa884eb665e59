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
  /** The portfolio may leave positions only. */
  TRADING_STATE,
  /** A person wants no position. */
  OVERRIDE,
  /** The signal is from too long before what the portfolio has seen. */
  STALE_DATA,
  /** The symbol's data are too poor. */
  DATA_QUALITY,
  /** Too much was lost since the day began. */
  MAX_DAILY_LOSS,
  /** Too much was lost since the peak. */
  MAX_DRAWDOWN,
  /** What a win brings does not pay for the chance of a loss. */
  NO_EDGE,
  /** A risk factor leaves nothing of the size. */
  RISK_FACTOR,
  /** The positions together may risk no more. */
  HEAT_LIMIT,
  /** The order's notional is too large. */
  MAX_ORDER_VALUE,
  /** The order's quantity is too large. */
  MAX_ORDER_QUANTITY,
  /** Stop or target is too far from the price. */
  PRICE_COLLAR,
  /** The order's notional is too large a part of equity. */
  MAX_POSITION_FRACTION,
  /** It would be too much of the symbol. */
  SYMBOL_EXPOSURE,
  /** Together with what is held and what is on its way it would be too much. */
  GROSS_EXPOSURE,
  /** It would be too much of one direction. */
  NET_EXPOSURE,
  /** It would be too much of the symbol's group. */
  GROUP_EXPOSURE,
  /** Too many orders would work. */
  MAX_OPEN_ORDERS,
  /** Too many orders would be sent within a minute. */
  ORDER_RATE
}
