package io.minhos.trading.report;

import io.minhos.domain.evaluation.Performance;
import io.minhos.trading.output.Summary;

/** The figures that are read first: a sentence, then one box each. */
final class Headline {

  private static final double BPS = 1e4;

  private Headline() {}

  static void write(Markup out, RunFacts facts) {
    lead(out, facts);
    Summary.Equity equity = facts.summary().equity();
    Performance performance = facts.performance();
    TradeStatistics trades = facts.trades();
    EquityHistory.Drawdown deepest = facts.history().deepest();
    out.open("dl", "class", "boxes");
    box(out, "equity-start", "Equity at start", equity.start(), Figures.money(equity.start()), "");
    box(
        out,
        "equity-end",
        "Equity at end",
        equity.end(),
        Figures.money(equity.end()),
        "cash " + Figures.money(equity.cash()));
    double change = equity.end() / equity.start() - 1;
    box(
        out,
        "return",
        "Return",
        change,
        Figures.percentChange(change),
        Figures.change(equity.end() - equity.start()));
    box(
        out,
        "log-growth",
        "Log growth",
        performance.logGrowth(),
        Figures.format("%+.4f", performance.logGrowth()),
        "ln(end / start)");
    box(
        out,
        "max-drawdown",
        "Max drawdown",
        performance.maxDrawdown(),
        Figures.percent(performance.maxDrawdown()),
        deepest.depth() > 0
            ? EquityHistory.date(deepest.peakTime()) + " to " + EquityHistory.date(deepest.time())
            : "never below its peak");
    box(
        out,
        "sharpe",
        "Sharpe ratio",
        performance.sharpe(),
        Figures.ratio(performance.sharpe()),
        "of bar returns, a year");
    box(
        out,
        "trades",
        "Trades",
        (double) performance.trades(),
        Figures.count(performance.trades()),
        "round trips; " + Figures.count(facts.profit().openPositions()) + " still open");
    box(
        out,
        "win-rate",
        "Win rate",
        performance.winRate(),
        performance.trades() == 0 ? Figures.NONE : Figures.percent(performance.winRate()),
        performance.trades() == 0
            ? "no trades"
            : Figures.count(trades.all().wins()) + " won after commission");
    box(
        out,
        "exposure",
        "Avg gross exposure",
        performance.avgGrossExposure(),
        Figures.percent(performance.avgGrossExposure()),
        "of equity");
    box(
        out,
        "commission",
        "Commission",
        facts.profit().commission(),
        Figures.money(facts.profit().commission()),
        trades.notional() > 0
            ? Figures.format(
                "%.2f bp of notional", BPS * facts.profit().commission() / trades.notional())
            : "nothing traded");
    out.close();
  }

  /** What happened, and what of it was costs. */
  private static void lead(Markup out, RunFacts facts) {
    Summary.Equity equity = facts.summary().equity();
    double change = equity.end() - equity.start();
    out.open("p", "class", "lead");
    if (facts.trades().fills() == 0) {
      out.leaf("b", "No trades.");
      out.text(
          " No order was filled: equity stayed at "
              + Figures.money(equity.end())
              + ". Of "
              + Figures.count(facts.summary().signals())
              + " signals none led to a position; the decisions below say why.");
    } else {
      out.leaf(
          "b",
          (change < 0 ? "Lost " : "Gained ")
              + Figures.money(Math.abs(change))
              + " ("
              + Figures.percentChange(equity.end() / equity.start() - 1)
              + ").");
      out.text(
          " "
              + Figures.change(facts.profit().realised())
              + " realised before commission, "
              + Figures.change(-facts.profit().commission())
              + " commission, "
              + Figures.change(facts.profit().unrealised())
              + " on positions still open.");
    }
    out.close();
  }

  /** {@code exact} is kept beside what is shown, to the last digit. */
  private static void box(
      Markup out, String id, String name, double exact, String shown, String remark) {
    out.open("div").leaf("dt", name).open("dd");
    out.leaf("data", shown, "id", id, "value", Double.isFinite(exact) ? "" + exact : "");
    out.leaf("span", remark).close().close();
  }
}
