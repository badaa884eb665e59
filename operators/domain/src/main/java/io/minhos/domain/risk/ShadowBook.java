package io.minhos.domain.risk;

import io.minhos.domain.evaluation.PerformanceTracker;
import io.minhos.domain.evaluation.Sizing;
import io.minhos.domain.orders.Execution;
import java.util.HashMap;
import java.util.Map;

/**
 * What a portfolio would have made of its own trades at a fixed size. It sends no orders: each
 * execution of the real book is followed at the same price with ρ times its quantity and
 * commission, where ρ is fixed for a trade when it is decided,
 *
 * <pre>
 * ρ = fixedFraction · shadow equity / expected price / quantity ordered.
 * </pre>
 *
 * <p>So signals, entries, exits, slippage, costs and partial fills are the same, and the size alone
 * differs. A trade that was not decided here (restated, unknown) has no ρ and is not followed. The
 * quantity ordered is in lots, the shadow's is not.
 *
 * <p><b>Single owner</b>, as {@link PerformanceTracker}.
 *
 * @param ratios ρ by symbol, of trades that are open or on their way
 * @param account what it holds and how it did
 */
public record ShadowBook(Map<String, Double> ratios, PerformanceTracker account) {

  public ShadowBook {
    ratios = ratios instanceof HashMap ? ratios : new HashMap<>(ratios);
  }

  /** A shadow that has not traded. */
  public static ShadowBook initial(String portfolio, double startingCash) {
    return new ShadowBook(
        new HashMap<>(), PerformanceTracker.initial(portfolio, Sizing.FIXED, startingCash));
  }

  /**
   * ρ of an entry, at the equity of the last valuation; 0 if there is none.
   *
   * @param fraction fraction of equity that the fixed sizing takes
   * @param expectedPrice at which the entry is expected to fill, &gt; 0
   * @param quantity that the real book orders, &gt; 0
   */
  public double ratio(double fraction, double expectedPrice, double quantity) {
    return Math.max(0, fraction * account.equity() / expectedPrice / quantity);
  }

  /**
   * The real book sends an entry in {@code symbol}: what fills of it, and what follows until it is
   * flat, is followed with {@code ratio}. A position that the shadow still holds keeps its own.
   */
  public ShadowBook entering(String symbol, double ratio) {
    if (!account.holds(symbol)) {
      ratios.put(symbol, ratio);
    }
    return this;
  }

  /** The real book's {@code execution}; one that is no fill changes nothing. */
  public ShadowBook follow(Execution execution) {
    String symbol = execution.symbol();
    Double ratio = ratios.get(symbol);
    double quantity = execution.signedQty();
    if (ratio == null || quantity == 0) {
      return this;
    }
    PerformanceTracker after =
        account.filled(
            symbol, ratio * quantity, execution.lastPx(), ratio * execution.commission());
    if (!after.holds(symbol)) {
      ratios.remove(symbol);
    }
    return new ShadowBook(ratios, after);
  }

  /** After a close of {@code symbol}. */
  public ShadowBook marked(String symbol, double close) {
    return new ShadowBook(ratios, account.marked(symbol, close));
  }

  /** Values all that is held at the last closes. */
  public ShadowBook valued(long time) {
    return new ShadowBook(ratios, account.valued(time));
  }
}
