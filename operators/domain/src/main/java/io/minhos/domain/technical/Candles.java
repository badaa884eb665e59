package io.minhos.domain.technical;

/**
 * The remembered bars seen from the last one: {@code close(0)} is the last close, {@code close(1)}
 * the one before. Mirrored at zero, a rise becomes a fall and a low a high, so that a pattern that
 * is written for its bullish form finds the bearish one there.
 */
final class Candles {

  private final double[] values;
  private final boolean mirrored;

  private Candles(double[] values, boolean mirrored) {
    this.values = values;
    this.mirrored = mirrored;
  }

  static Candles of(TechnicalState state) {
    return new Candles(state.candles(), false);
  }

  Candles mirror() {
    return new Candles(values, !mirrored);
  }

  int size() {
    return values.length / TechnicalState.WIDTH;
  }

  double open(int back) {
    return mirrored ? -at(back, 0) : at(back, 0);
  }

  double high(int back) {
    return mirrored ? -at(back, 2) : at(back, 1);
  }

  double low(int back) {
    return mirrored ? -at(back, 1) : at(back, 2);
  }

  double close(int back) {
    return mirrored ? -at(back, 3) : at(back, 3);
  }

  double range(int back) {
    return high(back) - low(back);
  }

  double body(int back) {
    return Math.abs(close(back) - open(back));
  }

  boolean rises(int back) {
    return close(back) > open(back);
  }

  boolean falls(int back) {
    return close(back) < open(back);
  }

  /** Highest high from {@code nearest} back to {@code farthest}, both included. */
  double highest(int nearest, int farthest) {
    double highest = high(nearest);
    for (int back = nearest + 1; back <= farthest; back++) {
      highest = Math.max(highest, high(back));
    }
    return highest;
  }

  /** Lowest low from {@code nearest} back to {@code farthest}, both included. */
  double lowest(int nearest, int farthest) {
    double lowest = low(nearest);
    for (int back = nearest + 1; back <= farthest; back++) {
      lowest = Math.min(lowest, low(back));
    }
    return lowest;
  }

  private double at(int back, int field) {
    return values[values.length - (back + 1) * TechnicalState.WIDTH + field];
  }
}
