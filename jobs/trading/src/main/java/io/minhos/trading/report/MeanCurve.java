package io.minhos.trading.report;

import io.minhos.trading.report.Curve.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * A series reduced to the means of stretches of equal count, in one pass and bounded memory: for
 * what moves up and down at each step, of which extremes would be all that one sees.
 */
final class MeanCurve {

  /** Even, so that stretches pair up. */
  static final int MAX_STRETCHES = 400;

  private record Stretch(long time, double sum, int count) {
    Stretch plus(Stretch later) {
      return new Stretch(time, sum + later.sum, count + later.count);
    }
  }

  private final List<Stretch> stretches = new ArrayList<>();
  private int size = 1;

  /** A value, in the order of time; one that is not finite is left out. */
  void add(long time, double value) {
    if (!Double.isFinite(value)) {
      return;
    }
    Stretch next = new Stretch(time, value, 1);
    int last = stretches.size() - 1;
    if (last >= 0 && stretches.get(last).count < size) {
      stretches.set(last, stretches.get(last).plus(next));
      return;
    }
    if (stretches.size() == MAX_STRETCHES) {
      for (int i = 0; i < MAX_STRETCHES / 2; i++) {
        stretches.set(i, stretches.get(2 * i).plus(stretches.get(2 * i + 1)));
      }
      stretches.subList(MAX_STRETCHES / 2, MAX_STRETCHES).clear();
      size *= 2;
    }
    stretches.add(next);
  }

  /** The mean of each stretch, at its beginning. */
  List<Point> points() {
    return stretches.stream().map(s -> new Point(s.time, s.sum / s.count)).toList();
  }
}
