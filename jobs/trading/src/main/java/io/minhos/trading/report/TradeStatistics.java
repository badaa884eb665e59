package io.minhos.trading.report;

import io.minhos.domain.evaluation.RoundTrip;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.orders.Side;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The fills and round trips of a run, folded from its executions; memory grows with symbols. */
public final class TradeStatistics {

  private final TripTally all = new TripTally();
  private final SortedMap<String, TripTally> bySymbol = new TreeMap<>();
  private final Map<Side, TripTally> byEntrySide = new EnumMap<>(Side.class);
  private final Map<Purpose, TripTally> byExit = new EnumMap<>(Purpose.class);
  private final TripTally exitUnknown = new TripTally();
  private long fills;
  private double notional;

  /**
   * An execution, in the order of time.
   *
   * @param purpose what its order was for, null if the order is not known
   * @param closed the round trip that it closed, null if none
   */
  public void add(Execution execution, Purpose purpose, RoundTrip closed) {
    if (execution.lastQty() > 0) {
      fills++;
      notional += Math.abs(execution.lastQty() * execution.lastPx());
    }
    if (closed == null) {
      return;
    }
    all.add(closed);
    bySymbol.computeIfAbsent(execution.symbol(), s -> new TripTally()).add(closed);
    byEntrySide
        .computeIfAbsent(closed.quantity() > 0 ? Side.BUY : Side.SELL, s -> new TripTally())
        .add(closed);
    if (purpose == null) {
      exitUnknown.add(closed);
    } else {
      byExit.computeIfAbsent(purpose, p -> new TripTally()).add(closed);
    }
  }

  long fills() {
    return fills;
  }

  /** Σ |quantity · price| of all fills, in account currency. */
  double notional() {
    return notional;
  }

  TripTally all() {
    return all;
  }

  SortedMap<String, TripTally> bySymbol() {
    return Collections.unmodifiableSortedMap(bySymbol);
  }

  /** By the side that opened: BUY is long, SELL short. */
  Map<Side, TripTally> byEntrySide() {
    return Collections.unmodifiableMap(byEntrySide);
  }

  /** By what the order was for that closed. */
  Map<Purpose, TripTally> byExit() {
    return Collections.unmodifiableMap(byExit);
  }

  /** Closed by executions whose order is not in the file. */
  TripTally exitUnknown() {
    return exitUnknown;
  }
}
