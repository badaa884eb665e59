package io.minhos.domain.signals;

/** Which way a signal points. */
public enum Direction {
  SHORT,
  NEUTRAL,
  LONG
}
