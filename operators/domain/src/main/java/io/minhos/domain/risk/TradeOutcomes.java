package io.minhos.domain.risk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The closed trades of a sliding window of event time, one entry each in four arrays, by (exitTime,
 * symbol, winProbability, netReturn): the same trades make the same value in whatever order they
 * arrive. A fold: each trade makes the next value. It moves at most {@code maxTrades} entries and
 * drops with them what has left the window.
 *
 * <p>Flink writes primitive arrays fast. Still it is best in a state of its own, read when a trade
 * closes, since a bar alone changes nothing here.
 *
 * @param symbols what was traded
 * @param exitTimes event times of the exits, ms, ascending
 * @param winProbabilities what the model said at entry
 * @param netReturns profits after costs over the entries' notional
 */
@SuppressWarnings("ArrayRecordComponent") // Flink writes arrays fast; states are not compared.
public record TradeOutcomes(
    List<String> symbols, long[] exitTimes, double[] winProbabilities, double[] netReturns) {

  public static TradeOutcomes empty() {
    return new TradeOutcomes(List.of(), new long[0], new double[0], new double[0]);
  }

  public int size() {
    return exitTimes.length;
  }

  /** The outcomes after {@code trade}: the newest of the window that ends with the last exit. */
  public TradeOutcomes plus(ClosedTrade trade, OutcomeConfig config) {
    int at = size();
    while (at > 0 && isAfter(at - 1, trade)) {
      at--;
    }
    List<String> nextSymbols = new ArrayList<>(size() + 1);
    nextSymbols.addAll(symbols);
    nextSymbols.add(at, trade.symbol());
    long[] nextTimes = Arrays.copyOf(exitTimes, size() + 1);
    System.arraycopy(exitTimes, at, nextTimes, at + 1, size() - at);
    nextTimes[at] = trade.exitTime();
    TradeOutcomes next =
        new TradeOutcomes(
            nextSymbols,
            nextTimes,
            inserted(winProbabilities, at, trade.winProbability()),
            inserted(netReturns, at, trade.netReturn()));
    return next.from(next.size() - config.maxTrades()).at(nextTimes[size()], config);
  }

  /**
   * The outcomes at event time {@code now}: without exits of {@code windowMillis} ago or before.
   */
  public TradeOutcomes at(long now, OutcomeConfig config) {
    int first = 0;
    while (first < size() && exitTimes[first] <= now - config.windowMillis()) {
      first++;
    }
    return from(first);
  }

  private TradeOutcomes from(int first) {
    if (first <= 0) {
      return this;
    }
    return new TradeOutcomes(
        new ArrayList<>(symbols.subList(first, size())),
        Arrays.copyOfRange(exitTimes, first, size()),
        Arrays.copyOfRange(winProbabilities, first, size()),
        Arrays.copyOfRange(netReturns, first, size()));
  }

  private boolean isAfter(int i, ClosedTrade trade) {
    int order = Long.compare(exitTimes[i], trade.exitTime());
    order = order != 0 ? order : symbols.get(i).compareTo(trade.symbol());
    order = order != 0 ? order : Double.compare(winProbabilities[i], trade.winProbability());
    return (order != 0 ? order : Double.compare(netReturns[i], trade.netReturn())) > 0;
  }

  private static double[] inserted(double[] values, int at, double value) {
    double[] next = Arrays.copyOf(values, values.length + 1);
    System.arraycopy(values, at, next, at + 1, values.length - at);
    next[at] = value;
    return next;
  }
}
