package io.minhos.trading.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A vertical axis whose marks are round numbers: 1, 2 or 5 times a power of ten apart.
 *
 * @param low its lower end
 * @param high its upper end
 * @param step from mark to mark
 */
record ValueAxis(double low, double high, double step) {

  private static final int MARKS = 5;

  /** Room below and above the values, as a part of their range. */
  private static final double ROOM = 0.04;

  /** The axis that holds [{@code min}, {@code max}], with a little room around. */
  static ValueAxis of(double min, double max) {
    double span = max - min;
    // Flat, or so nearly that the marks would not differ: one percent of room.
    if (span <= 1e-9 * Math.max(Math.abs(min), Math.abs(max))) {
      double room = Math.max(0.01 * Math.abs(max), 0.01);
      return of(min - room, max + room);
    }
    double rough = span / MARKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    double step = power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    return new ValueAxis(min - ROOM * span, max + ROOM * span, step);
  }

  /** From the lowest to the highest. */
  List<Double> marks() {
    long from = (long) Math.ceil(low / step);
    long to = (long) Math.floor(high / step);
    List<Double> marks = new ArrayList<>();
    for (long i = from; i <= to; i++) {
      marks.add(i * step);
    }
    return marks;
  }

  /** Decimals that tell two marks apart. */
  int decimals() {
    return (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  }

  /** 0 at the lower end, 1 at the upper. */
  double place(double value) {
    return (value - low) / (high - low);
  }
}
