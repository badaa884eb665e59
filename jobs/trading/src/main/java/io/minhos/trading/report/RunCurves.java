package io.minhos.trading.report;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.evaluation.RoundTrip;
import io.minhos.domain.evaluation.Sizing;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a page shows beyond equity and trades, folded from a run's files in bounded memory: it grows
 * with symbols and releases, not with bars. Snapshots come before signals and acknowledgements.
 */
public final class RunCurves {

  private final BookEquity fixed;
  private final RiskCurves risk = new RiskCurves();
  private final AccuracyCurves accuracy = new AccuracyCurves();
  private final FusionWeights weights = new FusionWeights();
  private final Calls calls = new Calls();
  private final EventLog events = new EventLog();
  private final LastTrades trades = new LastTrades();
  private final Importances importances = new Importances();
  private final List<WalkStep> steps = new ArrayList<>();
  private BuyAndHold held;

  /**
   * @param startingCash by portfolio
   */
  public RunCurves(Map<String, Double> startingCash) {
    fixed = new BookEquity(startingCash);
  }

  /** An execution that closed a round trip; the purpose of its order null if it is not known. */
  public void add(Execution closing, Purpose purpose, RoundTrip trip) {
    trades.add(closing, purpose, trip);
  }

  public void add(PortfolioSnapshot snapshot) {
    risk.add(snapshot);
  }

  public void add(BookPerformance performance) {
    if (performance.symbol().isEmpty() && performance.book() == Sizing.FIXED) {
      fixed.add(performance);
    }
  }

  public void add(AccuracyReport report) {
    accuracy.add(report);
    events.add(report);
  }

  /** A signal, in the order of time. What is held is bought once a portfolio may enter. */
  public void add(Signal signal) {
    if (held == null) {
      held = new BuyAndHold(risk.active() == Long.MAX_VALUE ? 0 : risk.active());
    }
    held.add(signal.bar());
    weights.add(signal);
    events.add(signal);
  }

  /** An answer of a signal and the log return that followed, neither of them 0. */
  public void judged(SignalComponent answer, double realised) {
    calls.add(answer, realised);
  }

  public void add(Acknowledgement acknowledgement) {
    events.add(acknowledgement, risk.firstTime());
  }

  public void add(Alert alert) {
    events.add(alert);
  }

  /**
   * A release that was put in force, in the order in which they were.
   *
   * @param metrics what it says of itself
   */
  public void release(String model, int version, Map<String, Double> metrics) {
    importances.add(model, version, metrics);
  }

  /** A training of a walk-forward backtest, in the order of time. */
  public void add(WalkStep step) {
    steps.add(step);
    events.add(step);
  }

  List<WalkStep> steps() {
    return List.copyOf(steps);
  }

  BookEquity fixed() {
    return fixed;
  }

  RiskCurves risk() {
    return risk;
  }

  AccuracyCurves accuracy() {
    return accuracy;
  }

  FusionWeights weights() {
    return weights;
  }

  Calls calls() {
    return calls;
  }

  EventLog events() {
    return events;
  }

  LastTrades trades() {
    return trades;
  }

  Importances importances() {
    return importances;
  }

  /** Null where there was no signal. */
  BuyAndHold held() {
    return held;
  }
}
