package io.minhos.domain.risk;

import io.minhos.domain.evaluation.RoundTrip;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a portfolio remembers of its risk between two steps.
 *
 * <p><b>Single owner</b>, as {@link PortfolioState}.
 *
 * @param covariance of all symbols' returns
 * @param trades by symbol, those that are open or on their way
 * @param outcomes of the trades that were closed
 * @param day how it stands within the day
 * @param rate orders lately
 * @param tradingState what it may do by its configuration
 * @param commanded what it may do by the commands about all symbols that were in force at the last
 *     bars; null where a state from before there were any is restored: all
 */
public record RiskState(
    ReturnCovariance covariance,
    Map<String, OpenTrade> trades,
    TradeOutcomes outcomes,
    TradingDay day,
    OrderRate rate,
    TradingState tradingState,
    TradingState commanded) {

  public RiskState {
    commanded = commanded == null ? TradingState.ACTIVE : commanded;
  }

  /** Of a portfolio that has not traded. */
  static RiskState initial(RiskConfig config) {
    return new RiskState(
        ReturnCovariance.empty(),
        new TreeMap<>(),
        TradeOutcomes.empty(),
        TradingDay.before(config.startingCash()),
        OrderRate.none(),
        config.limits().tradingState(),
        TradingState.ACTIVE);
  }

  /** The stricter of configuration and commands. */
  TradingState mayDo() {
    return tradingState.or(commanded);
  }

  /** Under other commands. */
  RiskState commanded(TradingState state) {
    return state == commanded
        ? this
        : new RiskState(covariance, trades, outcomes, day, rate, tradingState, state);
  }

  /** After the closes of one time, by symbol. */
  RiskState closed(Map<String, Double> closes, HeatConfig config) {
    return new RiskState(
        covariance.update(config, closes), trades, outcomes, day, rate, tradingState, commanded);
  }

  /** After an entry in {@code symbol} was sent. */
  RiskState entering(String symbol, OpenTrade trade) {
    trades.put(symbol, trade);
    return this;
  }

  /**
   * After {@code execution}; a fill of what was not decided here has no trade, and one that was
   * restated is none any more, as nobody knows what it brought. How a trade ended of which no model
   * told the chance says nothing of a model, so it is forgotten.
   */
  RiskState followed(Execution execution, OutcomeConfig config) {
    OpenTrade trade = trades.get(execution.symbol());
    if (trade == null || execution.signedQty() == 0) {
      return this;
    }
    if (execution.execType() == ExecType.RESTATED) {
      trades.remove(execution.symbol());
      return this;
    }
    RoundTrip closed = trade.closedBy(execution);
    if (closed == null) {
      trades.put(execution.symbol(), trade.after(execution));
      return this;
    }
    trades.remove(execution.symbol());
    return Double.isNaN(trade.modelProbability())
        ? this
        : new RiskState(
            covariance,
            trades,
            outcomes.plus(trade.outcome(closed, execution), config),
            day,
            rate,
            tradingState,
            commanded);
  }

  /** Once nothing is held in {@code symbol} nor on its way. */
  RiskState left(String symbol) {
    trades.remove(symbol);
    return this;
  }

  /** After a valuation. */
  RiskState valued(long time, double equity, OutcomeConfig config) {
    return new RiskState(
        covariance,
        trades,
        outcomes.at(time, config),
        day.valued(time, equity),
        rate,
        tradingState,
        commanded);
  }

  /**
   * σ a bar of {@code symbol}. Where the covariance does not know enough, what its trade was
   * admitted with, so that an entry counts once it is held as it did when it was decided. Of what
   * was not decided here that of its returns, NaN before the first.
   *
   * @param i where it is in the covariance, negative if it is not
   */
  double volatility(String symbol, int i, HeatConfig config) {
    if (i >= 0 && covariance.isKnown(config, i)) {
      return covariance.volatility(i);
    }
    OpenTrade trade = trades.get(symbol);
    if (trade != null && !Double.isNaN(trade.volatility())) {
      return trade.volatility();
    }
    return i >= 0 && covariance.returns()[i] > 0 ? covariance.volatility(i) : Double.NaN;
  }

  /** After {@code orders} were sent. */
  RiskState sent(long time, int orders) {
    return new RiskState(
        covariance, trades, outcomes, day, rate.plus(time, orders), tradingState, commanded);
  }
}
