package io.minhos.trading.report;

import io.minhos.trading.output.Summary;
import io.minhos.trading.report.Curve.Point;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A run as one page of HTML to read: nothing is fetched, its policy allows none, and the same facts
 * give the same bytes. Charts are drawn by scripts within, tables need none. It is well-formed XML
 * as well.
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
    RunCurves curves = facts.curves();
    Charts charts = new Charts(out, curves.events().events());
    out.open("noscript");
    out.leaf(
        "p",
        "Charts are drawn by a script within this page, which does not run here: equity, drawdown,"
            + " exposure, heat, accuracy, reliability, weights and importances are missing. All"
            + " tables are there.",
        "class",
        "wrong");
    out.close();
    if (!facts.history().isEmpty()) {
      equity(out, charts, facts);
      ReturnTables.write(out, facts.history());
      risk(charts, curves);
    }
    WalkStep.write(out, curves.steps());
    curves.events().write(out);
    models(out, facts.summary());
    answers(out, charts, curves);
    TradeTables.write(out, facts.trades());
    curves.trades().write(out);
    CountTables.decisions(out, facts.summary(), facts.denials());
    CountTables.input(out, facts.summary());
    SizingTable.write(out, facts.summary().books());
    definitions(out);
    out.close();
    charts.finish();
    out.close().close();
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
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'");
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

  private static void equity(Markup out, Charts charts, RunFacts facts) {
    EquityHistory history = facts.history();
    RunCurves curves = facts.curves();
    out.open("section").leaf("h2", "Equity");
    if (facts.trades().fills() == 0) {
      out.leaf("p", "Nothing was traded: the curve would be a level line.", "class", "nothing");
      out.close();
      return;
    }
    List<Point> equity = history.equity().points();
    boolean kelly = facts.summary().performance().kelly() != null;
    List<Chart.Series> series = new ArrayList<>();
    series.add(Chart.Series.of("Portfolio", Palette.TRADED, Chart.Style.LINE, equity));
    if (kelly) {
      series.add(
          Chart.Series.of(
              "Constant size, shadow",
              Palette.FIXED,
              Chart.Style.LINE,
              curves.fixed().curve().points()));
    }
    if (curves.held() != null) {
      series.add(
          Chart.Series.of(
              "Buy and hold",
              Palette.HELD,
              Chart.Style.DASHED,
              curves.held().worth(history.start())));
    }
    long count = history.equity().count();
    charts.write(
        Chart.overTime("equity", Chart.Unit.MONEY, series),
        "Equity over time, of what traded and of what it is compared with",
        "Account currency, times in UTC. "
            + Figures.count(count)
            + " valuations"
            + (equity.size() < count
                ? ", drawn as "
                    + Figures.count(equity.size())
                    + " points: each stretch's lowest and highest."
                : ".")
            + " Buy and hold: all symbols in equal parts, from the time at which entries were"
            + " allowed, without costs.",
        "");
    out.close();
    charts.section(
        "Drawdown",
        Chart.overTime(
            "drawdown",
            Chart.Unit.PERCENT,
            List.of(
                Chart.Series.of(
                    "Drawdown", Palette.FALL, Chart.Style.AREA, history.drawdown().points()))),
        "Drawdown over time",
        deepest(history.deepest()),
        "");
  }

  private static String deepest(EquityHistory.Drawdown deepest) {
    return deepest.depth() > 0
        ? "Below the highest equity so far; deepest "
            + Figures.percentChange(-deepest.depth())
            + " on "
            + EquityHistory.date(deepest.time())
            + "."
        : "Never below the highest equity so far.";
  }

  private static void risk(Charts charts, RunCurves curves) {
    charts.section(
        "Exposure",
        curves.risk().exposure(),
        "Gross exposure over equity, over time",
        "Gross exposure over equity.",
        "No portfolio was valued.");
    charts.section(
        "Portfolio heat",
        curves.risk().heat(),
        "Portfolio heat over time",
        "Annualised volatility of all positions over equity, entries that work included.",
        "No heat was known: no valuation had a volatility of all that was held.");
  }

  private static void answers(Markup out, Charts charts, RunCurves curves) {
    charts.section(
        "Accuracy of late",
        curves.accuracy().chart(),
        "Rolling accuracy of each release, with its two-sided 95 % interval",
        "Of the window of tracking, over all symbols, a release a line. The band is the two-sided"
            + " 95 % interval, by Student's t over the days of calls, since calls of a day hang"
            + " together; below two days there is none.",
        "No component had as many scored calls as an accuracy needs.");
    charts.section(
        "Reliability",
        curves.calls().reliability(),
        "How often components were right over how often they claimed to be",
        "A dot a tenth of calibrated confidence: how often it was right, over the (1 +"
            + " confidence)/2 that it claimed. Below the dashed line it claims too much. How many"
            + " answers are in a dot stands in the tables.",
        "No answer was followed by a known return.");
    curves.calls().write(out);
    charts.section(
        "Weights in fusion",
        curves.weights().chart(),
        "Weight of each component in signals, over time",
        "Mean over symbols and stretches of time. What is missing or taken out has weight 0.",
        "No signal came.");
    curves.importances().write(out, charts);
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
                + " large either way. Time without a position counts, also before there was trade.",
            "Sortino ratio: the same over the downside deviation, the root of the mean square of the"
                + " negative returns, the others counted as 0.",
            "The portfolio is sized by the Kelly criterion where winprob answered, and by the fixed"
                + " fraction times confidence where none did. The book of constant size is a shadow:"
                + " it follows every fill of the other at the same price and cost, and differs in"
                + " size alone. With another exposure the growth of the one says nothing of the"
                + " other's sizing: compare growth by exposure. The shadow is valued each"
                + " performance.interval, a day unless set, the portfolio each bar.",
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
