package io.minhos.domain.orders;

/** What an execution report reports (FIX 150). */
public enum ExecType {
  NEW,
  /** A fill, of all or of a part. */
  TRADE,
  CANCELED,
  REJECTED,
  /** Its time is up. */
  EXPIRED,
  /** A stop was touched and trades at the market from now on. */
  TRIGGERED,
  /** No order did it: the books follow what is held at the venue, see {@link PositionReport}. */
  RESTATED
}
