package io.minhos.trading.report;

import io.minhos.domain.evaluation.RoundTrip;
import io.minhos.domain.evaluation.RoundTrips;
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

  private final SortedMap<String, RoundTrips> bySymbol = new TreeMap<>();
  private final Map<Side, RoundTrips> byEntrySide = new EnumMap<>(Side.class);
  private final Map<Purpose, RoundTrips> byExit = new EnumMap<>(Purpose.class);
  private RoundTrips all = RoundTrips.NONE;
  private RoundTrips exitUnknown = RoundTrips.NONE;
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
    all = all.plus(closed);
    add(bySymbol, execution.symbol(), closed);
    add(byEntrySide, closed.quantity() > 0 ? Side.BUY : Side.SELL, closed);
    if (purpose == null) {
      exitUnknown = exitUnknown.plus(closed);
    } else {
      add(byExit, purpose, closed);
    }
  }

  private static <K> void add(Map<K, RoundTrips> trips, K key, RoundTrip closed) {
    trips.put(key, trips.getOrDefault(key, RoundTrips.NONE).plus(closed));
  }

  long fills() {
    return fills;
  }

  /** Σ |quantity · price| of all fills, in account currency. */
  double notional() {
    return notional;
  }

  RoundTrips all() {
    return all;
  }

  SortedMap<String, RoundTrips> bySymbol() {
    return Collections.unmodifiableSortedMap(bySymbol);
  }

  /** By the side that opened: BUY is long, SELL short. */
  Map<Side, RoundTrips> byEntrySide() {
    return Collections.unmodifiableMap(byEntrySide);
  }

  /** By what the order was for that closed. */
  Map<Purpose, RoundTrips> byExit() {
    return Collections.unmodifiableMap(byExit);
  }

  /** Closed by executions whose order is not in the file. */
  RoundTrips exitUnknown() {
    return exitUnknown;
  }
}
