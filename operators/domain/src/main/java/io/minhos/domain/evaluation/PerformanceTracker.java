package io.minhos.domain.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A book, kept for its figures: an account that follows fills and closes, and how it did, as a
 * whole and by symbol. All of it is a fold in event time; what a symbol does not do while others
 * trade is caught up with when it does something, so a valuation costs no more than the positions
 * that are open.
 *
 * <p><b>Single owner.</b> The maps are changed in place: give a tracker to one fold only, and keep
 * what comes back. Maps from a checkpoint are sorted once.
 *
 * @param portfolio whose
 * @param book which
 * @param cash now; short sales add to it
 * @param grossExposure Σ |quantity · lastPrice| at the last valuation
 * @param total of all symbols
 * @param positions by symbol, what is held or was closed since the last valuation
 * @param symbols by symbol, all that ever traded
 */
public record PerformanceTracker(
    String portfolio,
    Sizing book,
    double cash,
    double grossExposure,
    PerformanceState total,
    Map<String, TrackedPosition> positions,
    Map<String, PerformanceSums> symbols) {

  public PerformanceTracker {
    positions = positions instanceof SortedMap ? positions : new TreeMap<>(positions);
    symbols = symbols instanceof SortedMap ? symbols : new TreeMap<>(symbols);
  }

  /** A book that has not traded. */
  public static PerformanceTracker initial(String portfolio, Sizing book, double startingCash) {
    return new PerformanceTracker(
        portfolio,
        book,
        startingCash,
        0,
        PerformanceState.initial(startingCash),
        new TreeMap<>(),
        new TreeMap<>());
  }

  /** Equity at the last valuation, cash + Σ quantity · lastPrice; before one the starting cash. */
  public double equity() {
    return total.equity();
  }

  /** True if something is held in {@code symbol}. */
  public boolean holds(String symbol) {
    TrackedPosition position = positions.get(symbol);
    return position != null && position.trip().quantity() != 0;
  }

  /**
   * After a fill.
   *
   * @param quantity bought, or negative if sold; 0 of what moves cash alone
   */
  public PerformanceTracker filled(
      String symbol, double quantity, double price, double commission) {
    if (quantity == 0) {
      return new PerformanceTracker(
          portfolio, book, cash - commission, grossExposure, total, positions, symbols);
    }
    TrackedPosition position = positions.getOrDefault(symbol, TrackedPosition.NONE);
    positions.put(symbol, position.filled(quantity, price, commission));
    symbols.put(
        symbol,
        symbols
            .getOrDefault(symbol, PerformanceSums.NONE)
            .filled(position.trip(), quantity, price, commission, total.equity()));
    return new PerformanceTracker(
        portfolio,
        book,
        cash - (quantity * price + commission),
        grossExposure,
        total.filled(position.trip(), quantity, price, commission),
        positions,
        symbols);
  }

  /** After a close of {@code symbol}. */
  public PerformanceTracker marked(String symbol, double close) {
    positions.computeIfPresent(symbol, (s, position) -> position.marked(close));
    return this;
  }

  /** Values all that is held at the last closes. */
  public PerformanceTracker valued(long time) {
    double value = 0;
    double gross = 0;
    for (TrackedPosition position : positions.values()) {
      value += position.value();
      gross += Math.abs(position.value());
    }
    double equity = cash + value;
    positions.forEach(
        (symbol, position) ->
            symbols.computeIfPresent(symbol, (s, sums) -> step(sums, position, equity)));
    positions.values().removeIf(position -> position.trip().quantity() == 0);
    positions.replaceAll((symbol, position) -> position.valued());
    return new PerformanceTracker(
        portfolio, book, cash, gross, total.valued(time, equity, gross), positions, symbols);
  }

  private PerformanceSums step(PerformanceSums sums, TrackedPosition position, double equity) {
    double pnl = position.pnl();
    double r = total.equity() > 0 ? pnl / total.equity() : 0;
    ReturnMoments returns = total.returns(sums);
    return sums.valued(
        sums.pnl() + pnl,
        // Who lost more than all there was does not win it back by losing that again.
        sums.growth() * Math.max(0, 1 + r),
        total.countsReturns() ? returns.plus(r) : returns,
        PerformanceState.exposure(equity, Math.abs(position.value())));
  }

  /** The book as a whole. */
  public BookPerformance performance() {
    return BookPerformance.of(portfolio, book, "", total, total.sums());
  }

  /** The book as a whole, then each symbol that ever traded, in order. */
  public List<BookPerformance> performances() {
    List<BookPerformance> all = new ArrayList<>(1 + symbols.size());
    all.add(performance());
    symbols.forEach(
        (symbol, sums) -> all.add(BookPerformance.of(portfolio, book, symbol, total, sums)));
    return all;
  }
}
