package io.minhos.domain.market;

/** The side that crossed the spread and so caused the trade. */
public enum Aggressor {
  BUY,
  SELL,
  UNKNOWN
}
