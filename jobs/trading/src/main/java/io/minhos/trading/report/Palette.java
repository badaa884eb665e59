package io.minhos.trading.report;

import io.minhos.domain.signals.SignalFusion;

/** Colours by index in the page's palette: a component has the same in each chart. */
final class Palette {

  static final int TRADED = 0;
  static final int FIXED = 1;
  static final int HELD = 2;
  static final int FALL = 3;
  static final int GREY = 7;

  private Palette() {}

  /** Of a component of signals, or of a model. */
  static int of(String component) {
    return switch (component) {
      case SignalFusion.TECHNICAL -> 2;
      case "lstm" -> 1;
      case "ensemble" -> 0;
      case "winprob" -> 4;
      default -> 5;
    };
  }

  /** Of the n-th of many. */
  static int nth(int n) {
    return n % GREY;
  }
}
