package io.minhos.trading.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.minhos.domain.control.Alert;
import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.evaluation.Performance;
import io.minhos.domain.evaluation.RoundTrip;
import io.minhos.domain.evaluation.Sizing;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.OrdStatus;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.orders.Side;
import io.minhos.trading.output.Summary;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ReportPageTest {

  private static final long NOON = Instant.parse("2024-01-01T12:00:00Z").toEpochMilli();

  /** What a name can hold: markup, a control character, half of a surrogate pair. */
  private static final String HOSTILE = "<b>&\"'</b>\u0001\uD800]]>";

  private final EquityHistory history = new EquityHistory(1_000);
  private final TradeStatistics trades = new TradeStatistics();
  private final RunCurves curves = new RunCurves(Map.of("main", 1_000.0));
  private final List<BookPerformance> books = new ArrayList<>();

  @Test
  void escapesWhatComesFromData() throws Exception {
    history.add(NOON, 1_000);
    history.add(NOON + 60_000, 990);
    trades.add(execution(HOSTILE), Purpose.STOP, new RoundTrip(1, -10, 0.5));
    String page = page(Map.of(HOSTILE, 2L), Map.of(HOSTILE, 3L), Map.of(HOSTILE, 4L));
    assertThat(page)
        .doesNotContain("<b>&")
        .contains("&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;\uFFFD\uFFFD]]&gt;");
    Document document = Xhtml.parse(page);
    assertThat(Xhtml.texts(document, "th"))
        .contains(HOSTILE.replace('\u0001', '\uFFFD').replace('\uD800', '\uFFFD'));
  }

  @Test
  void saysThatThereWereNoTrades() throws Exception {
    history.add(NOON, 1_000);
    history.add(NOON + 60_000, 1_000);
    String page = page(Map.of(), Map.of("DENIED", 5L), Map.of("MIN_STRENGTH", 5L));
    Document document = Xhtml.parse(page);
    assertThat(page)
        .contains("No trades.")
        .contains("No order was filled, so there is no round trip to break down.")
        .contains("Nothing was traded")
        .doesNotContain("<canvas", "<script");
    assertThat(Xhtml.text(document, "trades")).isEqualTo("0");
    assertThat(Xhtml.text(document, "win-rate")).isEqualTo(Figures.NONE);
    assertThat(Xhtml.text(document, "period"))
        .isEqualTo("2024-01-01 12:00 to 2024-01-01 12:01 UTC");
    assertThat(Xhtml.texts(document, "th")).contains("MIN_STRENGTH");
  }

  @Test
  void saysThatThereWasNoBar() throws Exception {
    Document document = Xhtml.parse(page(Map.of("UNPARSABLE", 7L), Map.of(), Map.of()));
    assertThat(Xhtml.text(document, "period")).contains("No bar was completed");
    assertThat(Xhtml.texts(document, "p"))
        .contains("No signal came, so nothing was decided.", "No entry was denied.");
  }

  @Test
  void tellsEntriesThatAreStillOpenFromNoTrades() throws Exception {
    history.add(NOON, 1_000);
    trades.add(execution("A"), Purpose.ENTRY, null);
    String page = page(Map.of(), Map.of("ENTER", 1L), Map.of());
    Xhtml.parse(page);
    assertThat(page)
        .doesNotContain("No trades.")
        .contains("no position was closed", "id=\"chart-equity\"");
  }

  @Test
  void showsARecordThatIsNotAccountedFor() throws Exception {
    Summary summary = summary(Map.of("LATE", 1L), Map.of(), 8);
    assertThat(ReportPage.of(facts(summary, Map.of())))
        .contains("Records not accounted for: -1.")
        .doesNotContain("every record is accounted for");
  }

  @Test
  void showsTheBooksSideBySide() throws Exception {
    books.add(book("main", Sizing.KELLY, 0.02));
    books.add(book("main", Sizing.FIXED, -0.01));
    Document document = Xhtml.parse(page(Map.of(), Map.of(), Map.of()));
    String title = "By way of sizing";
    assertThat(Xhtml.texts(document, "th")).contains("portfolio", "constant size");
    assertThat(Xhtml.row(document, title, "Log growth")).containsExactly("+0.0200", "-0.0100");
    assertThat(Xhtml.row(document, title, "Win rate")).containsExactly("40.00 %", "40.00 %");
    assertThat(Xhtml.row(document, title, "Sortino ratio")).containsExactly("1.50", "1.50");
    assertThat(Xhtml.row(document, title, "Profit factor"))
        .containsExactly(Figures.NONE, Figures.NONE);
    assertThat(Xhtml.row(document, title, "Turnover a year")).containsExactly("80.25", "80.25");

    books.add(book("other", Sizing.KELLY, 0));
    assertThat(Xhtml.texts(Xhtml.parse(page(Map.of(), Map.of(), Map.of())), "th"))
        .contains("main, portfolio", "main, constant size", "other, portfolio");
  }

  @Test
  void showsNoBooksWhereThereAreNone() throws Exception {
    assertThat(page(Map.of(), Map.of(), Map.of())).doesNotContain("By way of sizing");
  }

  private static BookPerformance book(String portfolio, Sizing sizing, double logGrowth) {
    return new BookPerformance(
        portfolio,
        sizing,
        "",
        NOON,
        1_000,
        0,
        5,
        0.4,
        Double.NaN,
        10,
        0,
        logGrowth,
        1,
        1.5,
        0.1,
        0.05,
        0.2,
        4,
        80.25);
  }

  /** The time that a run took says nothing of the trading, and differs. */
  @Test
  void doesNotDependOnTheTimeThatTheRunTook() throws Exception {
    history.add(NOON, 1_000);
    Summary quick = summary(Map.of(), Map.of(), 1);
    Summary slow = withElapsed(quick, 98_765_432_109L);
    assertThat(ReportPage.of(facts(slow, Map.of())))
        .isEqualTo(ReportPage.of(facts(quick, Map.of())));
  }

  /** Numbers to the last digit, names whatever they hold, and nothing that a browser would load. */
  @Test
  void holdsTheNumbersOfItsChartsAsData() throws Exception {
    history.add(NOON, 1_000);
    history.add(NOON + 60_000, 990.123456789);
    trades.add(execution("A"), Purpose.ENTRY, null);
    curves.add(new Alert(NOON, HOSTILE + "</script><!--", "", 0, "x=1"));
    String page = page(Map.of(), Map.of(), Map.of());
    Document document = Xhtml.parse(page);
    JsonNode data = Xhtml.data(document);
    assertThat(data.at("/events/0/text").asText()).isEqualTo(HOSTILE + "</script><!--: x=1");
    assertThat(data.at("/charts/0/id").asText()).isEqualTo("equity");
    assertThat(data.at("/charts/0/series/0/x").toString())
        .isEqualTo("[%s,%s]".formatted((double) NOON, NOON + 60_000.0));
    assertThat(data.at("/charts/0/series/0/y").toString()).isEqualTo("[1000.0,990.123456789]");
    assertThat(data.at("/charts/1/id").asText()).isEqualTo("drawdown");
    assertThat(data.at("/charts/1/series/0/y/1").asDouble())
        .isEqualTo(-(1 - 990.123456789 / 1_000));
    assertThat(page)
        .contains("Chart.js v4.4.1", "Released under the MIT License")
        .contains("default-src &#39;none&#39;;")
        .doesNotContain("sourceMappingURL")
        .isEqualTo(page(Map.of(), Map.of(), Map.of()));
    assertThat(Xhtml.withoutScripts(page))
        .doesNotContain("src=", "href=", "url(", "http://", "@import");
  }

  @Test
  void saysOfEachChartWhyItIsNotThere() throws Exception {
    history.add(NOON, 1_000);
    assertThat(Xhtml.texts(Xhtml.parse(page(Map.of(), Map.of(), Map.of())), "p"))
        .contains(
            "No portfolio was valued.",
            "No component had as many scored calls as an accuracy needs.",
            "No answer was followed by a known return.",
            "No signal came.",
            "No release in force says how much it uses each feature.",
            "No breaker moved, no release took over, no command came and nothing was alerted.");
  }

  /** In the table a row a verdict, with its reasons as they are, and on the axes of time a mark. */
  @Test
  void showsTheStepsOfAWalkForwardBacktest() throws Exception {
    history.add(NOON, 1_000);
    history.add(NOON + 60_000, 990);
    trades.add(execution("A"), Purpose.STOP, new RoundTrip(1, -10, 0.5));
    curves.add(
        step(
            1,
            new WalkStep.Judged(
                "ensemble", 0, Double.NaN, Double.NaN, Double.NaN, List.of(HOSTILE))));
    curves.add(
        step(
            2,
            new WalkStep.Judged(
                "ensemble", 1, 0.5203, 0.5154, 0.5252, List.of("SKILL: t=5.1", "VALIDATED"))));
    Document document = Xhtml.parse(page(Map.of(), Map.of(), Map.of()));
    String title = "Walking forward";
    assertThat(Xhtml.row(document, title, "2"))
        .containsExactly(
            "2023-12-30 12:00 to 2024-01-01 12:00",
            "2024-01-01 12:02",
            "2024-01-01 12:03",
            "ensemble",
            "version 1",
            "52.03 % [51.54, 52.52]",
            "\nSKILL: t=5.1\nVALIDATED");
    assertThat(Xhtml.row(document, title, "1")).contains("refused", Figures.NONE);
    assertThat(Xhtml.texts(document, "p"))
        .anySatisfy(text -> assertThat(text).startsWith("2 trainings, 1 of 2 models released."));
    JsonNode events = Xhtml.data(document).path("events");
    assertThat(events.at("/1/kind").asText()).isEqualTo("STEP");
    assertThat(events.at("/1/time").asLong()).isEqualTo(NOON + 120_000);
    assertThat(events.at("/1/text").asText()).isEqualTo("step 2: ensemble version 1");
  }

  @Test
  void drawsHowMuchReleasesHangOnTheirFeatures() throws Exception {
    curves.release("ensemble", 1, Map.of("importance.gap", 1.0));
    curves.release(
        "ensemble", 2, Map.of("importance.gap", 0.25, "importance.rsi", 0.75, "accuracy", 0.5));
    String page = page(Map.of(), Map.of(), Map.of());
    assertThat(page).contains("Feature importance, ensemble 2").doesNotContain("ensemble 1");
    List<JsonNode> charts = new ArrayList<>();
    Xhtml.data(Xhtml.parse(page)).path("charts").forEach(charts::add);
    JsonNode chart =
        charts.stream()
            .filter(c -> c.path("id").asText().equals("importance-ensemble"))
            .findFirst()
            .orElseThrow();
    assertThat(chart.path("names").toString()).isEqualTo("[\"rsi\",\"gap\"]");
    assertThat(chart.at("/series/0/y").toString()).isEqualTo("[0.75,0.25]");
  }

  @Test
  void showsNoStepsOfAReplay() throws Exception {
    assertThat(page(Map.of(), Map.of(), Map.of())).doesNotContain("Walking forward");
  }

  private static WalkStep step(int number, WalkStep.Judged judged) {
    Instant noon = Instant.ofEpochMilli(NOON);
    Instant inForce = noon.plusSeconds(60L * number);
    return new WalkStep(
        number,
        noon.minusSeconds(2 * 86_400),
        noon,
        inForce,
        inForce.plusSeconds(60),
        List.of(judged));
  }

  private String page(
      Map<String, Long> rejected, Map<String, Long> decisions, Map<String, Long> denials)
      throws IOException {
    long refused = rejected.values().stream().mapToLong(Long::longValue).sum();
    return ReportPage.of(facts(summary(rejected, decisions, 10 + refused), denials));
  }

  private RunFacts facts(Summary summary, Map<String, Long> denials) {
    return new RunFacts(
        summary,
        summary.performance().fixed(),
        new Profit(0, 0, 0, 0),
        history,
        trades,
        denials,
        curves);
  }

  private Summary summary(Map<String, Long> rejected, Map<String, Long> decisions, long read) {
    return new Summary(
        new Summary.Input(read, read == 8 ? 8 : 10, rejected),
        2,
        2,
        decisions,
        0,
        0,
        new Summary.Equity(1_000, 1_000, 1_000, 0, 0),
        Map.of(),
        new Summary.Performances(null, new Performance(0, 0, 0, 0, 0, 0)),
        books,
        1);
  }

  private static Summary withElapsed(Summary s, long elapsedMillis) {
    return new Summary(
        s.input(),
        s.bars(),
        s.signals(),
        s.decisions(),
        s.orders(),
        s.executions(),
        s.equity(),
        s.models(),
        s.performance(),
        s.books(),
        elapsedMillis);
  }

  private static Execution execution(String symbol) {
    return new Execution(
        "e",
        "o",
        "main",
        symbol,
        Side.SELL,
        ExecType.TRADE,
        OrdStatus.FILLED,
        1,
        100,
        1,
        0,
        100,
        0.5,
        NOON);
  }
}
