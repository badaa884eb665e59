package io.minhos.domain.risk;

import io.minhos.domain.inference.Direction;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import java.util.List;

/**
 * What a portfolio made of one signal, with the evidence. Every signal makes one.
 *
 * @param decisionId {@link io.minhos.domain.orders.EventId#ofDecision}
 * @param portfolio who decided
 * @param symbol instrument
 * @param time the signal's event time
 * @param outcome what was decided
 * @param reason {@code CODE: key=value}, of a HOLD about an order ORDER_WORKING or
 *     ORDER_UNANSWERED; empty for ENTER, NEUTRAL and a plain HOLD
 * @param direction the signal's direction
 * @param strength the signal's strength
 * @param confidence the signal's confidence
 * @param components the signal's components with their weights
 * @param fired the technical indicators and patterns that spoke
 * @param atr average true range, NaN before warm-up
 * @param volatility standard deviation of log returns per bar, NaN before warm-up
 * @param price the bar's close, at which it was decided
 * @param equity the portfolio's equity at the closes of this time
 * @param assessment how the size of an entry follows from win probability, payoff and risk; NONE
 *     where none was sized
 * @param fraction fraction of equity that was asked for, after the cap and all factors; 0 where
 *     none was
 * @param quantity quantity of the order; of a denied entry what was asked; else 0
 * @param stopPx stop of an entry, also of one that was denied after it was sized; NaN otherwise
 * @param targetPx target of the same, NaN otherwise
 * @param clOrdId the entry or exit order that follows, empty if none does
 */
public record Decision(
    String decisionId,
    String portfolio,
    String symbol,
    long time,
    Outcome outcome,
    String reason,
    Direction direction,
    double strength,
    double confidence,
    List<SignalComponent> components,
    List<String> fired,
    double atr,
    double volatility,
    double price,
    double equity,
    Assessment assessment,
    double fraction,
    double quantity,
    double stopPx,
    double targetPx,
    String clOrdId) {

  /** The code that its reason begins with, empty where there is none. */
  public String code() {
    int end = reason.indexOf(':');
    return end < 0 ? reason : reason.substring(0, end);
  }

  static Decision of(
      String decisionId,
      String portfolio,
      Signal signal,
      double equity,
      Outcome outcome,
      String reason,
      Assessment assessment,
      EntryPlan plan,
      String clOrdId) {
    return new Decision(
        decisionId,
        portfolio,
        signal.symbol(),
        signal.time(),
        outcome,
        reason,
        signal.direction(),
        signal.strength(),
        signal.confidence(),
        signal.components(),
        signal.fired(),
        signal.atr(),
        signal.volatility(),
        signal.bar().close(),
        equity,
        assessment,
        plan.fraction(),
        plan.quantity(),
        plan.stopPx(),
        plan.targetPx(),
        clOrdId);
  }
}
