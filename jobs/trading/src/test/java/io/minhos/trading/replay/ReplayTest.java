package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.minhos.domain.evaluation.Performance;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.signals.Signal;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.trading.RealTrades;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import io.minhos.trading.output.Summary;
import io.minhos.trading.report.Xhtml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.xpath.XPathExpressionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ReplayTest {

  private static final int TRADES = 20_000;

  /** A jump is judged by returns: the first trades have none before them. */
  private static final int WARM_UP = 100;

  private static final List<String> OUTPUTS =
      List.of(
          Replay.ORDERS,
          Replay.EXECUTIONS,
          Replay.DECISIONS,
          Replay.SIGNALS,
          Replay.PORTFOLIO,
          Replay.REJECTS,
          Replay.REPORT);

  @TempDir Path dir;

  @Test
  void givesTheSameBytesAtEveryParallelism() throws Exception {
    Path trades = RealTrades.write(dir.resolve("trades.csv"), RealTrades.lines(TRADES));
    Summary one = replay(trades, Kind.TRADES, 1, "one");
    replay(trades, Kind.TRADES, 2, "two");
    // Also with the settings of a job that trades with an external venue.
    Replay.run(
        ReplayInputs.withoutModels(List.of(new MarketFile(trades.toString(), Kind.TRADES))),
        ConfigLoader.load(null, List.of("executionMode=EXTERNAL")),
        4,
        dir.resolve("four"));
    SameOutputs.assertSame(dir.resolve("two"), dir.resolve("one"), OUTPUTS);
    SameOutputs.assertSame(dir.resolve("four"), dir.resolve("one"), OUTPUTS);
    assertThat(one.orders()).isGreaterThan(100);
    assertThat(one.input().read()).isEqualTo(TRADES);
    assertThat(one.input().accepted() + one.rejectedTotal()).isEqualTo(TRADES);
    assertThat(one.equity().cash() + one.equity().positions())
        .isCloseTo(one.equity().end(), offset(0.005));
    assertReports(one, dir.resolve("one"));
  }

  /** The report says what the summary says, and its parts add up to it. */
  private static void assertReports(Summary summary, Path out) throws Exception {
    String page = Files.readString(out.resolve(Replay.REPORT));
    Document report = Xhtml.parse(page);
    Performance performance = summary.performance().traded();
    assertThat(Xhtml.value(report, "equity-start")).isEqualTo(summary.equity().start());
    assertThat(Xhtml.value(report, "equity-end")).isEqualTo(summary.equity().end());
    assertThat(Xhtml.value(report, "max-drawdown")).isEqualTo(performance.maxDrawdown());
    assertThat(Xhtml.value(report, "sharpe")).isEqualTo(performance.sharpe());
    assertThat(Xhtml.value(report, "trades")).isEqualTo((double) performance.trades());
    assertThat(Xhtml.value(report, "win-rate")).isEqualTo(performance.winRate());
    assertThat(Xhtml.value(report, "exposure")).isEqualTo(performance.avgGrossExposure());
    assertThat(Xhtml.value(report, "log-growth")).isEqualTo(performance.logGrowth());
    assertThat(Xhtml.text(report, "equity-end"))
        .isEqualTo(String.format(Locale.ROOT, "%,.2f", summary.equity().end()));
    assertThat(Xhtml.text(report, "win-rate"))
        .isEqualTo(String.format(Locale.ROOT, "%.2f %%", 100 * performance.winRate()));

    assertThat(Xhtml.row(report, "Round trips by symbol", "BTCUSD").get(0))
        .isEqualTo(Xhtml.text(report, "trades"));
    assertThat(
            Stream.of("Stop", "Target", "Horizon", "Opposite signal")
                .mapToLong(exit -> count(report, "Round trips by exit", exit))
                .sum())
        .isEqualTo(performance.trades());
    assertThat(count(report, "Denied entries by code", "All"))
        .isEqualTo(summary.decisions().get("DENIED"));
    assertThat(count(report, "Decisions by outcome", "All")).isEqualTo(summary.signals());
    assertThat(count(report, "Input", "Accepted")).isEqualTo(summary.input().accepted());
    assertThat(count(report, "Input", "Read")).isEqualTo(summary.input().read());
    assertThat(Xhtml.withoutScripts(page)).doesNotContain("src=", "href=", "url(", "http://");
    assertDraws(report, summary, out);
  }

  /** The charts' numbers are those of the files. */
  private static void assertDraws(Document report, Summary summary, Path out) throws Exception {
    JsonNode equity = Xhtml.chart(report, "equity").at("/series/0");
    Map<Double, Double> equities = new TreeMap<>();
    Map<Double, Double> exposures = new TreeMap<>();
    for (String line : Files.readAllLines(out.resolve(Replay.PORTFOLIO))) {
      PortfolioSnapshot snapshot = Json.read(line, PortfolioSnapshot.class);
      equities.put((double) snapshot.time(), snapshot.equity());
      exposures.put((double) snapshot.time(), snapshot.grossExposure() / snapshot.equity());
    }
    assertDrawn(equity, equities);
    assertDrawn(Xhtml.chart(report, "exposure").at("/series/0"), exposures);
    JsonNode ends = equity.get("y");
    assertThat(ends.get(ends.size() - 1).asDouble()).isEqualTo(summary.equity().end());
    assertThat(values(Xhtml.chart(report, "drawdown").at("/series/0/y")).min().orElseThrow())
        .isEqualTo(-summary.performance().traded().maxDrawdown());

    Map<Double, Double> weights = new TreeMap<>();
    double firstOpen = Double.NaN;
    double lastClose = Double.NaN;
    for (String line : Files.readAllLines(out.resolve(Replay.SIGNALS))) {
      Signal signal = Json.read(line, Signal.class);
      firstOpen = Double.isNaN(firstOpen) ? signal.bar().open() : firstOpen;
      lastClose = signal.bar().close();
      weights.put((double) signal.time(), signal.components().get(0).weight());
    }
    JsonNode held = Xhtml.chart(report, "equity").get("series");
    JsonNode worth = held.get(held.size() - 1).get("y");
    assertThat(worth.get(worth.size() - 1).asDouble())
        .isCloseTo(summary.equity().start() * lastClose / firstOpen, offset(1e-6));
    assertThat(values(Xhtml.chart(report, "weights").at("/series/2/y")))
        .allSatisfy(weight -> assertThat(weight).isBetween(0.0, 1.0));
    assertThat(weights).containsValue(1.0);
  }

  /** Each point is one of the file, its extremes among them, and there are few. */
  private static void assertDrawn(JsonNode series, Map<Double, Double> file) {
    JsonNode x = series.get("x");
    JsonNode y = series.get("y");
    assertThat(x.size()).isEqualTo(y.size()).isBetween(2, 1_000);
    for (int i = 0; i < x.size(); i++) {
      assertThat(file).containsEntry(x.get(i).asDouble(), y.get(i).asDouble());
    }
    assertThat(values(y).max()).hasValue(Collections.max(file.values()));
    assertThat(values(y).min()).hasValue(Collections.min(file.values()));
  }

  private static DoubleStream values(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false).mapToDouble(JsonNode::asDouble);
  }

  /** The first figure of a row; 0 if there is no such row. */
  private static long count(Document report, String title, String row) {
    try {
      List<String> figures = Xhtml.row(report, title, row);
      return figures.isEmpty() ? 0 : Long.parseLong(figures.get(0).replace(",", ""));
    } catch (XPathExpressionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The dirt goes to the rejects with its code; what is left trades as if it had never been. */
  @Test
  void refusesDirtAndTradesTheRestAsIfItWereClean() throws Exception {
    List<String> clean = RealTrades.lines(TRADES);
    Map<String, Long> expected = new TreeMap<>();
    List<String> dirty = dirty(clean, expected);

    Summary cleanRun =
        replay(RealTrades.write(dir.resolve("clean.csv"), clean), Kind.TRADES, 2, "clean");
    Path dirtyFile = RealTrades.write(dir.resolve("dirty.csv"), dirty);
    Summary dirtyRun = replay(dirtyFile, Kind.TRADES, 2, "dirty");

    cleanRun.input().rejected().forEach((code, count) -> expected.merge(code, count, Long::sum));
    assertThat(dirtyRun.input().rejected()).isEqualTo(expected);
    assertThat(dirtyRun.input().accepted()).isEqualTo(cleanRun.input().accepted());
    SameOutputs.assertSame(dir.resolve("dirty"), dir.resolve("clean"), OUTPUTS.subList(0, 5));
    for (int parallelism : new int[] {1, 4}) {
      String out = "dirty-" + parallelism;
      replay(dirtyFile, Kind.TRADES, parallelism, out);
      SameOutputs.assertSame(dir.resolve(out), dir.resolve("dirty"), OUTPUTS);
    }
    assertThat(dir.resolve("dirty")).isDirectoryNotContaining(Files::isDirectory);
    assertThat(Files.readAllLines(dir.resolve("dirty").resolve(Replay.REJECTS)))
        .isSortedAccordingTo(
            Comparator.comparingLong(line -> Json.read(line, Rejection.class).ordinal()))
        .hasSize((int) dirtyRun.rejectedTotal())
        .allSatisfy(
            line ->
                assertThat(Json.MAPPER.readTree(line).get("source").asText())
                    .isEqualTo("dirty.csv"));
  }

  /** Swaps within 2 s, 5 % repeats, and records that no venue sent; never two strays in a row. */
  private static List<String> dirty(List<String> clean, Map<String, Long> expected) {
    SplittableRandom random = new SplittableRandom(7);
    List<String> lines = new ArrayList<>(clean);
    for (int i = 1; i < lines.size(); i++) {
      if (time(lines.get(i)) - time(lines.get(i - 1)) <= 2_000 && random.nextInt(4) == 0) {
        String swapped = lines.get(i);
        lines.set(i, lines.get(i - 1));
        lines.set(i - 1, swapped);
      }
    }
    List<String> dirty = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      dirty.add(line);
      String[] f = line.split(",", -1);
      String id = "x" + i;
      if (i < WARM_UP || Double.parseDouble(f[4]) == 0) {
        continue;
      }
      if (random.nextInt(20) == 0) {
        dirty.add(line);
        expected.merge("DUPLICATE", 1L, Long::sum);
        continue;
      }
      switch (random.nextInt(200)) {
        case 0 -> {
          dirty.add("BTCUSD," + f[1] + "," + id + ",NaN,1");
          expected.merge("NOT_FINITE", 1L, Long::sum);
        }
        case 1 -> {
          dirty.add("BTCUSD," + f[1] + "," + id + ",-5,1");
          expected.merge("NON_POSITIVE_PRICE", 1L, Long::sum);
        }
        case 2 -> {
          dirty.add("BTCUSD," + (time(line) + 3_600_000) + "," + id + "," + f[3] + ",1");
          expected.merge("FUTURE", 1L, Long::sum);
        }
        case 3 -> {
          dirty.add("BTCUSD,yesterday," + id + "," + f[3] + ",1");
          expected.merge("UNPARSABLE", 1L, Long::sum);
        }
        case 4 -> {
          dirty.add("BTCUSD," + (time(line) - 60_000) + "," + id + "," + f[3] + ",1");
          expected.merge("LATE", 1L, Long::sum);
        }
        case 5 -> {
          dirty.add("BTCUSD," + f[1] + "," + id + "," + 9 * Double.parseDouble(f[3]) + ",1");
          expected.merge("JUMP", 1L, Long::sum);
        }
        default -> {}
      }
    }
    return dirty;
  }

  @Test
  void refusesAnUnsortedBarFileWithTheLine() throws Exception {
    Path bars =
        Files.write(
            dir.resolve("bars.csv"),
            List.of(
                "symbol,open_time,open,high,low,close,volume",
                "A,2024-01-01T00:01:00Z,1,2,1,2,10",
                "A,2024-01-01T00:00:00Z,1,2,1,2,10"));
    assertThatThrownBy(() -> replay(bars, Kind.BARS, 1, "unsorted"))
        .hasStackTraceContaining("UNSORTED: file=" + bars + " line=3");
  }

  /** Fills carry the time of the open, which lies behind the last boundary of the clock. */
  @Test
  void sortsFillsOfBarsThatDoNotBeginOnTheClocksGrid() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    List<String> lines = new ArrayList<>();
    lines.add("symbol,open_time,open,high,low,close,volume");
    double[] price = {100, 50};
    Instant start = Instant.parse("2024-01-01T00:00:00Z");
    for (int i = 0; i < 2_000; i++) {
      for (int s = 0; s < 2; s++) {
        double close = price[s] * Math.exp(0.001 * random.nextGaussian());
        lines.add(
            "S%d,%s,%s,%s,%s,%s,10"
                .formatted(
                    s,
                    start.plusSeconds(3_600L * i + 1_800L * s),
                    price[s],
                    Math.max(price[s], close),
                    Math.min(price[s], close),
                    close));
        price[s] = close;
      }
    }
    Path file = Files.write(dir.resolve("offgrid.csv"), lines);
    TradingConfig config =
        ConfigLoader.load(null, List.of("bars.length=1h", "portfolios=[a, b, c]"));
    ReplayInputs in =
        ReplayInputs.withoutModels(List.of(new MarketFile(file.toString(), Kind.BARS)));
    Replay.run(in, config, 1, dir.resolve("off1"));
    Replay.run(in, config, 4, dir.resolve("off4"));
    SameOutputs.assertSame(dir.resolve("off4"), dir.resolve("off1"));
    List<Long> times = new ArrayList<>();
    for (String line : Files.readAllLines(dir.resolve("off1").resolve(Replay.EXECUTIONS))) {
      times.add(Json.read(line, Execution.class).transactTime());
    }
    assertThat(times).hasSizeGreaterThan(1_000).isSorted();
  }

  @Test
  void tellsFilesOfOneNameApart() throws Exception {
    List<MarketFile> files = new ArrayList<>();
    for (String folder : List.of("2023", "2024")) {
      Path file = Files.createDirectories(dir.resolve(folder)).resolve("trades.csv");
      Files.write(
          file,
          List.of("symbol,event_time_ms,price,size", "A," + folder + ",1,NaN", "A,no time,1,1"));
      files.add(new MarketFile(file.toString(), Kind.TRADES));
    }
    Replay.run(ReplayInputs.withoutModels(files), config(), 1, dir.resolve("one-name"));
    assertThat(Files.readAllLines(dir.resolve("one-name").resolve(Replay.REJECTS)))
        .extracting(line -> Json.MAPPER.readTree(line).get("source").asText())
        .containsExactly(
            "2023/trades.csv", "2023/trades.csv", "2024/trades.csv", "2024/trades.csv");
  }

  /** Every other minute as a bar, all of them as trades; of one symbol. */
  @Test
  void replaysTradesAndBarsOfOneSymbolTogether() throws Exception {
    SplittableRandom random = new SplittableRandom(11);
    Instant start = Instant.parse("2024-01-01T00:00:00Z");
    List<String> bars = new ArrayList<>(List.of("symbol,open_time,open,high,low,close,volume"));
    List<String> trades = new ArrayList<>(List.of("symbol,event_time_ms,trade_id,price,size"));
    double price = 100;
    for (int i = 0; i < 1_500; i++) {
      double close = price * Math.exp(0.001 * random.nextGaussian());
      if (i % 2 == 0) {
        bars.add(
            "A,%s,%s,%s,%s,%s,3"
                .formatted(
                    start.plusSeconds(60L * i),
                    price,
                    Math.max(price, close),
                    Math.min(price, close),
                    close));
      }
      for (int t = 0; t < 3; t++) {
        long time = start.plusSeconds(60L * i + 19L * t).toEpochMilli();
        trades.add("A,%d,%d,%s,1".formatted(time, 3 * i + t, t < 2 ? price : close));
      }
      price = close;
    }
    List<MarketFile> files =
        List.of(
            new MarketFile(Files.write(dir.resolve("bars.csv"), bars).toString(), Kind.BARS),
            new MarketFile(Files.write(dir.resolve("trades.csv"), trades).toString(), Kind.TRADES));
    Summary one =
        Replay.run(ReplayInputs.withoutModels(files), config(), 1, dir.resolve("mixed-one"));
    Replay.run(ReplayInputs.withoutModels(files), config(), 2, dir.resolve("mixed-two"));
    assertThat(one.bars()).isEqualTo(1_500);
    assertThat(one.input().read()).isEqualTo(750 + 4_500);
    assertThat(one.input().accepted()).isEqualTo(750 + 2_250);
    assertThat(one.input().rejected()).isEqualTo(Map.of("DUPLICATE", 2_250L));
    SameOutputs.assertSame(dir.resolve("mixed-two"), dir.resolve("mixed-one"), OUTPUTS);
  }

  /** Files of different symbols and ranges of time, together and as one merged file. */
  @Test
  void replaysFourFilesLikeTheOneThatHoldsThemAll() throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    TreeMap<String, String> merged = new TreeMap<>();
    List<MarketFile> files = new ArrayList<>();
    for (int s = 0; s < 4; s++) {
      List<String> lines = new ArrayList<>();
      lines.add("symbol,open_time,open,high,low,close,volume");
      double price = 100;
      Instant start = Instant.parse("2024-01-01T00:00:00Z");
      for (int i = s * 400; i < s * 400 + 1_500; i++) {
        double close = price * Math.exp(0.001 * random.nextGaussian());
        String line =
            "S%d,%s,%s,%s,%s,%s,%d"
                .formatted(
                    s,
                    start.plusSeconds(60L * i),
                    price,
                    Math.max(price, close),
                    Math.min(price, close),
                    close,
                    1 + random.nextInt(100));
        lines.add(line);
        merged.put(start.plusSeconds(60L * i) + "S" + s, line);
        price = close;
      }
      Path file = Files.write(dir.resolve("s" + s + ".csv"), lines);
      files.add(new MarketFile(file.toString(), Kind.BARS));
    }
    List<String> all = new ArrayList<>();
    all.add("symbol,open_time,open,high,low,close,volume");
    all.addAll(merged.values());
    Path one = Files.write(dir.resolve("merged.csv"), all);

    Summary four =
        Replay.run(ReplayInputs.withoutModels(files), config(), 2, dir.resolve("four-files"));
    replay(one, Kind.BARS, 2, "one-file");
    assertThat(four.input().rejected()).isEmpty();
    assertThat(four.bars()).isEqualTo(6_000);
    assertThat(four.orders()).isGreaterThan(100);
    SameOutputs.assertSame(dir.resolve("four-files"), dir.resolve("one-file"), OUTPUTS);
  }

  private Summary replay(Path file, Kind kind, int parallelism, String out) throws Exception {
    return Replay.run(
        ReplayInputs.withoutModels(List.of(new MarketFile(file.toString(), kind))),
        config(),
        parallelism,
        dir.resolve(out));
  }

  private static TradingConfig config() throws IOException {
    return ConfigLoader.load(null, List.of());
  }

  private static long time(String line) {
    return Long.parseLong(line.split(",", -1)[1]);
  }
}
