package io.minhos.domain.orders;

/** At what price an order trades (FIX 40). */
public enum OrdType {
  /** At the market. */
  MARKET,
  /** At {@code price} or better. */
  LIMIT,
  /** At the market once {@code stopPx} is touched. */
  STOP
}
