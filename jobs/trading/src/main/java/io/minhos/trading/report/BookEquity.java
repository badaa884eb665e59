package io.minhos.trading.report;

import io.minhos.domain.evaluation.BookPerformance;
import java.util.Map;
import java.util.TreeMap;

/** The equity of a book of all portfolios together, as {@code performance.jsonl} has it. */
final class BookEquity {

  private final Map<String, Double> equity;
  private final Curve curve = new Curve();
  private long time = Long.MIN_VALUE;

  /**
   * @param startingCash by portfolio
   */
  BookEquity(Map<String, Double> startingCash) {
    equity = new TreeMap<>(startingCash);
  }

  /** What is said of the book as a whole, in the order of time. */
  void add(BookPerformance performance) {
    if (performance.time() != time) {
      flush();
      time = performance.time();
    }
    equity.put(performance.portfolio(), performance.equity());
  }

  private void flush() {
    if (time != Long.MIN_VALUE) {
      curve.add(time, equity.values().stream().mapToDouble(e -> e).sum());
    }
  }

  Curve curve() {
    flush();
    time = Long.MIN_VALUE;
    return curve;
  }
}
