package io.minhos.cli.review;

import io.minhos.cli.review.Review.Answers;
import io.minhos.cli.review.Review.Figures;
import io.minhos.domain.evaluation.RoundTrip;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.signals.SignalComponent;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Folds one period out of a run's records, which come in the order of time. */
final class PeriodFold {

  private static final class Tally {
    private long calls;
    private long right;
    private double claimed;
    private double squares;

    Answers answers() {
      return new Answers(calls, (double) right / calls, claimed / calls, squares / calls);
    }
  }

  private final long from;
  private final long until;
  private final Map<String, Double> equity = new TreeMap<>();
  private double start = Double.NaN;
  private double peak;
  private double maxDrawdown;
  private long time = Long.MIN_VALUE;
  private boolean valued;
  private long fills;
  private double notional;
  private double commission;
  private long trades;
  private long wins;
  private double net;
  private final Map<String, Long> decisions = new TreeMap<>();
  private final Map<String, Long> denials = new TreeMap<>();
  private final Map<String, Tally> answers = new TreeMap<>();

  /** Of [{@code from}, {@code until}), milliseconds since the epoch. */
  PeriodFold(long from, long until) {
    this.from = from;
    this.until = until;
  }

  boolean has(long at) {
    return from <= at && at < until;
  }

  /** What a portfolio started with: its equity until its first snapshot, which may come later. */
  void startsWith(String portfolio, double cash) {
    equity.put(portfolio, cash);
  }

  void add(PortfolioSnapshot snapshot) {
    if (snapshot.time() >= until) {
      return;
    }
    if (snapshot.time() != time) {
      step();
      time = snapshot.time();
    }
    equity.put(snapshot.portfolio(), snapshot.equity());
    valued |= has(snapshot.time());
  }

  /** True once there was a valuation in the period. */
  boolean isValued() {
    return valued;
  }

  /** All portfolios of one time are known. */
  private void step() {
    if (time == Long.MIN_VALUE || time < from) {
      start = sum();
      peak = start;
      return;
    }
    peak = Math.max(peak, sum());
    maxDrawdown = Math.max(maxDrawdown, 1 - sum() / peak);
  }

  private double sum() {
    return equity.values().stream().mapToDouble(e -> e).sum();
  }

  /** An execution of the period, and the round trip that it closed, or null. */
  void add(Execution execution, RoundTrip closed) {
    if (execution.lastQty() > 0) {
      fills++;
      notional += Math.abs(execution.lastQty() * execution.lastPx());
    }
    commission += execution.commission();
    if (closed != null) {
      trades++;
      wins += closed.won() ? 1 : 0;
      net += closed.net();
    }
  }

  /** A decision of the period; the code null but of a denial. */
  void decided(String outcome, String code) {
    decisions.merge(outcome, 1L, Long::sum);
    if (code != null) {
      denials.merge(code, 1L, Long::sum);
    }
  }

  /** An answer of the period, and the return that followed, neither of them 0. */
  void judged(SignalComponent answer, double realised) {
    Tally tally = answers.computeIfAbsent(answer.name(), name -> new Tally());
    int correct = answer.value() > 0 == realised > 0 ? 1 : 0;
    double p = 0.5 + Math.max(0, Math.min(1, answer.calibrated())) / 2;
    tally.calls++;
    tally.right += correct;
    tally.claimed += p;
    tally.squares += (p - correct) * (p - correct);
  }

  /** What it came to, null where nothing was valued in it. */
  Figures figures() {
    if (!valued) {
      return null;
    }
    step();
    Map<String, Answers> accuracy = new TreeMap<>();
    answers.forEach((name, tally) -> accuracy.put(name, tally.answers()));
    return new Figures(
        Instant.ofEpochMilli(from),
        Instant.ofEpochMilli(until),
        start,
        sum(),
        sum() - start,
        maxDrawdown,
        fills,
        notional,
        commission,
        trades,
        trades == 0 ? Double.NaN : (double) wins / trades,
        net,
        decisions,
        denials,
        accuracy);
  }
}
