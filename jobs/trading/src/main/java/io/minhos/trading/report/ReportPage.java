package io.minhos.trading.report;

import io.minhos.trading.output.Summary;
import io.minhos.trading.report.Curve.Point;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A run as one page of HTML to read: no script, nothing fetched, the same bytes from the same
 * facts. It is well-formed XML as well.
 */
public final class ReportPage {

  private static final String STYLE = "report.css";

  private ReportPage() {}

  /** The page. */
  public static String of(RunFacts facts) throws IOException {
    Markup out = new Markup();
    out.trusted("<!DOCTYPE html>\n");
    out.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en");
    head(out);
    out.open("body").open("main");
    title(out, facts);
    Headline.write(out, facts);
    if (!facts.history().isEmpty()) {
      charts(out, facts);
      ReturnTables.write(out, facts.history());
    }
    TradeTables.write(out, facts.trades());
    CountTables.decisions(out, facts.summary(), facts.denials());
    CountTables.input(out, facts.summary());
    models(out, facts.summary());
    SizingTable.write(out, facts.summary().books());
    definitions(out);
    out.close().close().close();
    return out.finish();
  }

  private static void head(Markup out) throws IOException {
    out.open("head");
    out.empty("meta", "charset", "utf-8");
    out.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    out.leaf("title", "Replay report");
    try (InputStream style =
        Objects.requireNonNull(ReportPage.class.getResourceAsStream(STYLE), STYLE)) {
      out.open("style").trusted(new String(style.readAllBytes(), StandardCharsets.UTF_8)).close();
    }
    out.close();
  }

  private static void title(Markup out, RunFacts facts) {
    EquityHistory history = facts.history();
    Summary summary = facts.summary();
    out.open("header").leaf("h1", "Replay report");
    if (history.isEmpty()) {
      out.leaf("p", "No bar was completed, so there is no period and no curve.", "id", "period");
    } else {
      out.leaf(
          "p",
          Figures.minute(history.firstTime())
              + " to "
              + Figures.minute(history.lastTime())
              + " UTC",
          "id",
          "period");
    }
    out.leaf(
        "p",
        Figures.count(summary.bars())
            + " bars, "
            + Figures.count(summary.signals())
            + " signals, "
            + Figures.count(summary.orders())
            + " orders, "
            + Figures.count(summary.executions())
            + " executions",
        "class",
        "note");
    out.close();
  }

  private static void charts(Markup out, RunFacts facts) {
    out.open("section").leaf("h2", "Equity and drawdown");
    EquityHistory history = facts.history();
    if (facts.trades().fills() == 0) {
      out.leaf("p", "Nothing was traded: both curves would be level lines.", "class", "nothing");
      out.close();
      return;
    }
    List<Point> equity = history.equity().points();
    out.open("div", "class", "wide");
    new LineChart(
            "Equity over time; the base line is the equity at start",
            "Equity, account currency",
            "equity",
            equity,
            history.start(),
            1,
            330)
        .write(out, null, "");
    EquityHistory.Drawdown deepest = history.deepest();
    new LineChart(
            "Drawdown over time",
            "Drawdown, % below the peak so far",
            "drawdown",
            history.drawdown().points(),
            0,
            100,
            200)
        .write(
            out,
            deepest.depth() > 0 ? new Point(deepest.time(), -deepest.depth()) : null,
            Figures.percentChange(-deepest.depth()) + " on " + EquityHistory.date(deepest.time()));
    out.close();
    long count = history.equity().count();
    out.leaf(
        "p",
        "Times in UTC. "
            + Figures.count(count)
            + " valuations"
            + (equity.size() < count
                ? ", drawn as "
                    + Figures.count(equity.size())
                    + " points: each stretch's lowest"
                    + " and highest."
                : "."),
        "class",
        "note");
    out.close();
  }

  private static void models(Markup out, Summary summary) {
    out.open("section").leaf("h2", "Models");
    if (summary.models().isEmpty()) {
      out.leaf("p", "No model took part: what traded is technical analysis.", "class", "nothing");
    } else {
      Table table = Table.of(out, "Model", "Version", "Calls", "Accuracy");
      summary
          .models()
          .forEach(
              (model, use) ->
                  table.row(
                      model,
                      String.valueOf(use.version()),
                      Figures.count(use.calls()),
                      Figures.percent(use.accuracy())));
      table.end();
    }
    out.close();
  }

  private static void definitions(Markup out) {
    out.open("section").leaf("h2", "How to read it").open("ul");
    for (String definition :
        List.of(
            "A round trip lasts from the opening of a position until it is flat or changes sides."
                + " It won if it earned more than its commissions.",
            "Realised PnL is before commission and after slippage, which is part of the fill"
                + " prices; net PnL is after both.",
            "Profit factor: net gains of the winners over net losses of the losers.",
            "Sharpe ratio: mean over standard deviation of the returns from one valuation to the"
                + " next, times the root of valuations a year; risk-free rate 0. Short runs make it"
                + " large either way.",
            "Sortino ratio: the same over the downside deviation, the root of the mean square of the"
                + " negative returns, the others counted as 0.",
            "The book of fixed size is a shadow: it follows every fill of the other at the same"
                + " price and cost, and differs in size alone.",
            "Money is in the quote currency of what was traded; symbols of several quote"
                + " currencies are added up as if they were one.",
            "Drawdown is the fall from the highest equity so far, of all portfolios together.",
            "Fills are simulated on bars: where a bar touches stop and target, the stop counts."
                + " Size does not move the market.")) {
      out.leaf("li", definition);
    }
    out.close().close();
  }
}
