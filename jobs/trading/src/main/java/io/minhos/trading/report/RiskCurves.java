package io.minhos.trading.report;

import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.risk.TradingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gross exposure over equity and heat, a line a portfolio, of the first {@value #MOST}. */
final class RiskCurves {

  static final int MOST = 6;

  private record Lines(Curve exposure, Curve heat) {}

  private final Map<String, Lines> lines = new TreeMap<>();
  private long firstTime = Long.MIN_VALUE;
  private long active = Long.MAX_VALUE;

  /** A snapshot, in the order of time. */
  void add(PortfolioSnapshot snapshot) {
    if (firstTime == Long.MIN_VALUE) {
      firstTime = snapshot.time();
    }
    if (active == Long.MAX_VALUE && snapshot.tradingState() == TradingState.ACTIVE) {
      active = snapshot.time();
    }
    Lines of = lines.get(snapshot.portfolio());
    if (of == null && lines.size() < MOST) {
      of = new Lines(new Curve(), new Curve());
      lines.put(snapshot.portfolio(), of);
    }
    if (of != null) {
      of.exposure.add(snapshot.time(), snapshot.grossExposure() / snapshot.equity());
      of.heat.add(snapshot.time(), snapshot.heat());
    }
  }

  /** When the first valuation was, 0 if there was none. */
  long firstTime() {
    return firstTime == Long.MIN_VALUE ? 0 : firstTime;
  }

  /** From when on a portfolio could enter; the end of time if none could. */
  long active() {
    return active;
  }

  Chart exposure() {
    return chart("exposure", true);
  }

  Chart heat() {
    return chart("heat", false);
  }

  private Chart chart(String id, boolean exposure) {
    List<Chart.Series> series = new ArrayList<>();
    lines.forEach(
        (portfolio, of) ->
            series.add(
                Chart.Series.of(
                    portfolio,
                    Palette.nth(series.size()),
                    lines.size() == 1 ? Chart.Style.AREA : Chart.Style.LINE,
                    (exposure ? of.exposure : of.heat).points())));
    return Chart.overTime(id, Chart.Unit.PERCENT, series);
  }
}
