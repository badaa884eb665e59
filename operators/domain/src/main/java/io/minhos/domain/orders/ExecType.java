package io.minhos.domain.orders;

/** What an execution report reports (FIX 150). */
public enum ExecType {
  NEW,
  TRADE,
  CANCELED,
  REJECTED,
  EXPIRED
}
