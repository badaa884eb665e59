package io.minhos.trading.replay;

import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.evaluation.OpenTrip;
import io.minhos.domain.evaluation.Performance;
import io.minhos.domain.evaluation.PerformanceState;
import io.minhos.domain.evaluation.RoundTrip;
import io.minhos.domain.evaluation.Sizing;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.trading.output.Summary;
import io.minhos.trading.report.Profit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up what a run's executions and snapshots say of the money, over all portfolios, and keeps
 * what was said last of the books by way of sizing.
 */
public final class Ledger {

  /** Told the value of all portfolios together, in the order of time. */
  @FunctionalInterface
  public interface EquityListener {
    /** The {@code equity}, in account currency, at {@code time}, milliseconds since the epoch. */
    void valued(long time, double equity);
  }

  private final double start;
  private final EquityListener listener;
  private final Map<String, PortfolioSnapshot> last = new TreeMap<>();
  private final Map<String, Double> startingCash = new TreeMap<>();
  private final Map<String, OpenTrip> open = new HashMap<>();
  private final Map<Sizing, Map<String, BookPerformance>> books = new EnumMap<>(Sizing.class);
  private PerformanceState state;

  /**
   * @param startingCash cash by portfolio before the first trade
   */
  public Ledger(Map<String, Double> startingCash) {
    this(startingCash, (time, equity) -> {});
  }

  /**
   * @param startingCash cash by portfolio before the first trade
   */
  public Ledger(Map<String, Double> startingCash, EquityListener listener) {
    this.listener = listener;
    this.startingCash.putAll(startingCash);
    start = this.startingCash.values().stream().mapToDouble(Double::doubleValue).sum();
    state = PerformanceState.initial(start);
  }

  /** An execution, in the order of time; returns the round trip that it closed, or null. */
  public RoundTrip add(Execution execution) {
    double quantity = execution.signedQty();
    if (quantity == 0) {
      return null;
    }
    double price = execution.lastPx();
    double commission = execution.commission();
    String position = execution.portfolio() + "/" + execution.symbol();
    OpenTrip before = open.getOrDefault(position, OpenTrip.NONE);
    state = state.filled(before, quantity, price, commission);
    open.put(position, before.after(quantity, price, commission));
    return before.closedBy(quantity, price, commission);
  }

  /** A snapshot, in the order of time; of one time all portfolios' count as one. */
  public void add(PortfolioSnapshot snapshot) {
    PortfolioSnapshot earlier = last.put(snapshot.portfolio(), snapshot);
    if (earlier != null && last.size() == 1) {
      // One portfolio is the rule: every snapshot is a new time.
      value(snapshot.time(), snapshot.equity(), snapshot.grossExposure());
      return;
    }
    boolean complete =
        last.size() == startingCash.size()
            && last.values().stream().allMatch(s -> s.time() == snapshot.time());
    if (complete) {
      value(
          snapshot.time(),
          last.values().stream().mapToDouble(PortfolioSnapshot::equity).sum(),
          last.values().stream().mapToDouble(PortfolioSnapshot::grossExposure).sum());
    }
  }

  private void value(long time, double equity, double grossExposure) {
    state = state.valued(time, equity, grossExposure);
    listener.valued(time, equity);
  }

  /** A portfolio's figures, in the order of time; those of a single symbol are passed over. */
  public void add(BookPerformance performance) {
    if (performance.symbol().isEmpty()) {
      books
          .computeIfAbsent(performance.book(), sizing -> new TreeMap<>())
          .put(performance.portfolio(), performance);
    }
  }

  /** Of the book that traded, all portfolios together. */
  public Performance performance() {
    return state.performance();
  }

  /** What was said last of the books, by way of sizing and portfolio. */
  public List<BookPerformance> books() {
    return books.values().stream().flatMap(b -> b.values().stream()).toList();
  }

  /** By way of sizing; where no book was told of, what traded was of fixed size. */
  public Summary.Performances performances() {
    return books.isEmpty()
        ? new Summary.Performances(null, performance())
        : new Summary.Performances(of(Sizing.KELLY), of(Sizing.FIXED));
  }

  private Performance of(Sizing sizing) {
    Map<String, BookPerformance> known = books.get(sizing);
    return known == null ? null : Performance.of(List.copyOf(known.values()));
  }

  public Summary.Equity equity() {
    double cash = 0;
    double positions = 0;
    double maxDrawdown = 0;
    for (Map.Entry<String, Double> portfolio : startingCash.entrySet()) {
      PortfolioSnapshot s = last.get(portfolio.getKey());
      cash += s == null ? portfolio.getValue() : s.cash();
      positions += s == null ? 0 : s.positionsValue();
      maxDrawdown = Math.max(maxDrawdown, s == null ? 0 : s.maxDrawdown());
    }
    return new Summary.Equity(start, cash + positions, cash, positions, maxDrawdown);
  }

  /** Where the difference between the first and the last equity comes from. */
  public Profit profit() {
    double realised = 0;
    double unrealised = 0;
    double commission = 0;
    int open = 0;
    for (PortfolioSnapshot s : last.values()) {
      realised += s.realisedPnl();
      unrealised += s.unrealisedPnl();
      commission += s.commission();
      open += s.openPositions();
    }
    return new Profit(realised, unrealised, commission, open);
  }
}
