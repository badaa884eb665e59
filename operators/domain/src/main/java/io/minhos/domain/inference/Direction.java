package io.minhos.domain.inference;

/** Which way a call or a signal points. */
public enum Direction {
  SHORT,
  NEUTRAL,
  LONG
}
