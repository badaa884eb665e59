package io.minhos.trading.report;

import io.minhos.domain.market.Bar;
import io.minhos.trading.report.Curve.Point;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All symbols in equal parts, bought at their first open and kept, without costs; until then a
 * symbol's part is cash. Worth start · (1 + Σ gain / symbols), gain = close / first open − 1.
 */
final class BuyAndHold {

  private final long from;
  private final Map<String, Double> firstOpens = new TreeMap<>();
  private final Map<String, Double> gains = new TreeMap<>();

  /** Of the sums: how many symbols there are is known at the end. */
  private final Curve sums = new Curve();

  private long time = Long.MIN_VALUE;

  /**
   * @param from event time, milliseconds since the epoch, from which it is bought
   */
  BuyAndHold(long from) {
    this.from = from;
  }

  /** A bar, in the order of time. */
  void add(Bar bar) {
    if (bar.time() != time) {
      flush();
      time = bar.time();
    }
    if (time >= from) {
      double open = firstOpens.computeIfAbsent(bar.symbol(), symbol -> bar.open());
      gains.put(bar.symbol(), bar.close() / open - 1);
    }
  }

  private void flush() {
    if (time != Long.MIN_VALUE) {
      sums.add(time, gains.values().stream().mapToDouble(g -> g).sum());
    }
  }

  /** What {@code start} became. */
  List<Point> worth(double start) {
    flush();
    time = Long.MIN_VALUE;
    int symbols = Math.max(1, firstOpens.size());
    return sums.points().stream()
        .map(p -> new Point(p.time(), start * (1 + p.value() / symbols)))
        .toList();
  }
}
