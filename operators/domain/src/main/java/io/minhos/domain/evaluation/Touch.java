package io.minhos.domain.evaluation;

/** How a trade between barriers ended. */
public enum Touch {
  /** Not yet; at the end of the data: never, so it has no label. */
  OPEN,
  STOP,
  TARGET,
  HORIZON,
  /** A signal of the other direction. */
  OPPOSITE,
  /** Bars were missing before a barrier was touched: no label. */
  GAP;

  /** True if the trade has a label. */
  public boolean labels() {
    return this != OPEN && this != GAP;
  }
}
