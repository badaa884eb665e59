package io.minhos.cli.review;

import io.minhos.trading.report.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A period of a run, all portfolios together, and the one before.
 *
 * @param period how long
 * @param now the one that was asked for
 * @param before null where nothing was valued in it
 * @param events breakers, releases, commands and alerts of {@code now}, in the order of time
 * @param eventsLeftOut how many more there were
 */
public record Review(
    Period period, Figures now, Figures before, List<Event> events, long eventsLeftOut) {

  /**
   * What a period came to. Money in account currency.
   *
   * @param from its beginning
   * @param until its end, exclusive
   * @param equityStart at its beginning
   * @param equityEnd at its end
   * @param pnl equityEnd − equityStart
   * @param maxDrawdown greatest fall within it, as a part of the highest equity within it
   * @param fills executions that traded
   * @param notional Σ |quantity · price| of them
   * @param commission of them
   * @param trades round trips that were closed
   * @param winRate part of them that earned more than their commissions, NaN without any
   * @param netOfTrades what they earned after commission
   * @param decisions by outcome
   * @param denials denied entries by code
   * @param accuracy of each component whose answers of the period have a known outcome
   */
  public record Figures(
      Instant from,
      Instant until,
      double equityStart,
      double equityEnd,
      double pnl,
      double maxDrawdown,
      long fills,
      double notional,
      double commission,
      long trades,
      double winRate,
      double netOfTrades,
      Map<String, Long> decisions,
      Map<String, Long> denials,
      Map<String, Answers> accuracy) {

    /** pnl / equityStart. */
    public double periodReturn() {
      return pnl / equityStart;
    }

    /** Commission in basis points of notional, NaN where nothing traded. */
    public double commissionBps() {
      return notional > 0 ? 1e4 * commission / notional : Double.NaN;
    }
  }

  /**
   * How a component's answers did: the sign of each against that of the return that followed over
   * the horizon of the labels; answers and returns of 0 are not counted.
   *
   * @param calls how many
   * @param accuracy part of them that was right
   * @param claimed mean of p = ½ + calibrated confidence/2
   * @param brier mean of (p − correct)²
   */
  public record Answers(long calls, double accuracy, double claimed, double brier) {}
}
