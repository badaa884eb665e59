package io.minhos.domain.risk;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a portfolio remembers between two steps.
 *
 * <p><b>Single owner.</b> A step takes over the maps of the state that it is given and hands them
 * on in the state that it returns, changed: copying a thousand holdings for each bar would cost
 * more than deciding. So give a state to one step only, and keep what comes back. Maps that were
 * restored from a checkpoint (hash maps) are sorted once; no result hangs on their order.
 *
 * @param portfolio whose
 * @param startingCash cash before the first trade
 * @param cash cash now; short sales add to it
 * @param realisedPnl of all that was closed, before commission
 * @param commission paid
 * @param peakEquity highest equity so far
 * @param maxDrawdown deepest fall from a peak, as a fraction of it
 * @param holdings by symbol, what is held or has orders working; the rest is forgotten
 * @param executionIds external executions that were applied lately: ordinal by execId
 * @param executionCount how many external executions were applied
 * @param time event time of the last step, 0 before the first
 * @param orderIds orders that were sent to an external venue lately: event time by ClOrdID; null of
 *     a state from before they were remembered: none
 * @param reconciledTo time of the last position report that was taken, 0 before the first
 */
public record PortfolioState(
    String portfolio,
    double startingCash,
    double cash,
    double realisedPnl,
    double commission,
    double peakEquity,
    double maxDrawdown,
    Map<String, Holding> holdings,
    Map<String, Long> executionIds,
    long executionCount,
    long time,
    Map<String, Long> orderIds,
    long reconciledTo) {

  public PortfolioState {
    orderIds = orderIds == null ? new HashMap<>() : orderIds;
  }

  /** A portfolio that has not traded. */
  public static PortfolioState initial(String portfolio, RiskConfig config) {
    double cash = config.startingCash();
    return new PortfolioState(
        portfolio,
        cash,
        cash,
        0,
        0,
        cash,
        0,
        new TreeMap<>(),
        new HashMap<>(),
        0,
        0,
        new HashMap<>(),
        0);
  }
}
