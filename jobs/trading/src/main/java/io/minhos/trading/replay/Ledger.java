package io.minhos.trading.replay;

import io.minhos.domain.evaluation.Performance;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.trading.output.Summary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what a run's executions and snapshots say of the money, over all portfolios. */
public final class Ledger {

  private final double start;
  private final Performance.Meter meter;
  private final Map<String, PortfolioSnapshot> last = new TreeMap<>();
  private final Map<String, Double> startingCash = new TreeMap<>();

  public Ledger(List<String> portfolios, double startingCash) {
    start = portfolios.size() * startingCash;
    meter = new Performance.Meter(start);
    portfolios.forEach(p -> this.startingCash.put(p, startingCash));
  }

  /** An execution, in the order of time. */
  public void add(Execution execution) {
    if (execution.lastQty() > 0) {
      meter.fill(
          execution.portfolio() + "/" + execution.symbol(),
          execution.signedQty(),
          execution.lastPx(),
          execution.commission());
    }
  }

  /** A snapshot, in the order of time; of one time all portfolios' count as one. */
  public void add(PortfolioSnapshot snapshot) {
    PortfolioSnapshot earlier = last.put(snapshot.portfolio(), snapshot);
    if (earlier != null && last.size() == 1) {
      // One portfolio is the rule: every snapshot is a new time.
      meter.snapshot(snapshot.time(), snapshot.equity(), snapshot.grossExposure());
      return;
    }
    boolean complete =
        last.size() == startingCash.size()
            && last.values().stream().allMatch(s -> s.time() == snapshot.time());
    if (complete) {
      meter.snapshot(
          snapshot.time(),
          last.values().stream().mapToDouble(PortfolioSnapshot::equity).sum(),
          last.values().stream().mapToDouble(PortfolioSnapshot::grossExposure).sum());
    }
  }

  public Performance performance() {
    return meter.performance();
  }

  public Summary.Equity equity() {
    double cash = 0;
    double positions = 0;
    double maxDrawdown = 0;
    for (Map.Entry<String, Double> portfolio : startingCash.entrySet()) {
      PortfolioSnapshot s = last.get(portfolio.getKey());
      cash += s == null ? portfolio.getValue() : s.cash();
      positions += s == null ? 0 : s.positionsValue();
      maxDrawdown = Math.max(maxDrawdown, s == null ? 0 : s.maxDrawdown());
    }
    return new Summary.Equity(start, cash + positions, cash, positions, maxDrawdown);
  }
}
