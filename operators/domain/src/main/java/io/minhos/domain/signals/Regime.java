package io.minhos.domain.signals;

/** What kind of market it is. */
public enum Regime {
  /** Not enough history to tell. */
  UNKNOWN,
  /** It goes one way. */
  TREND,
  /** It goes nowhere in particular. */
  RANGE,
  /** It moves more than it used to, whichever way. */
  HIGH_VOLATILITY
}
