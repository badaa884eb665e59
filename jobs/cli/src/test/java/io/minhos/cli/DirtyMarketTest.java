package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.minhos.cli.data.BitstampTrades;
import io.minhos.domain.market.BoundaryMarks;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.market.Trade;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.metrics.TradingMetric;
import io.minhos.trading.Models;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.config.TradingConfig.KafkaConfig;
import io.minhos.trading.kafka.BytesProducer;
import io.minhos.trading.kafka.MarketDataCodec;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import io.minhos.trading.output.Summary;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real trades of three symbols and what a poor feed adds to them, through a real broker: against
 * the replays of the clean and of the dirty file, and seen by Prometheus.
 */
class DirtyMarketTest {

  private static final int TRADES = 10_000;
  private static final int SYMBOLS = 3;
  private static final String SCOPE = "flink_taskmanager_job_task_operator_minhos_";

  /** What there is none of without models. */
  private static final EnumSet<TradingMetric> ABSENT =
      EnumSet.of(
          TradingMetric.RELEASE_VERSION,
          TradingMetric.RELEASE_TIMESTAMP,
          TradingMetric.CHALLENGE_EVIDENCE);

  @TempDir static Path dir;

  private static Summary clean;
  private static Summary dirty;
  private static LiveJob live;
  private static TopicReader reader;

  /** Event time that all partitions were said to have reached. */
  private static long reached;

  /** A reject without its place, which is a line in a file and an offset in a partition. */
  private record Refused(RejectCode code, String symbol, long time, String raw) {}

  @BeforeAll
  static void run() throws Exception {
    List<String> lines = RealTrades.lines(TRADES, SYMBOLS);
    List<DirtyTrades.Line> poor = DirtyTrades.of(lines);
    clean = replay(lines, "clean");
    dirty = replay(poor.stream().map(DirtyTrades.Line::text).toList(), "dirty");
    live =
        new LiveJob(
            dir.resolve("live"),
            SYMBOLS,
            "admission.arrivalTime=false",
            "metrics.watchedSymbols=[BTC0]",
            "job.metricsPort=" + DemoCommand.freePort());
    reader = live.reader();
    live.start(Models.none());
    reached = publish(poor, live.config());
    live.await(Topics.DECISIONS, sum(clean.decisions()));
    live.await(Topics.REJECTS, dirty.rejectedTotal());
    live.await(Topics.EXECUTIONS, clean.executions());
    live.await(Topics.SIGNALS, clean.signals());
    Path portfolio = dir.resolve("clean").resolve(Replay.PORTFOLIO);
    live.await(Topics.PORTFOLIO, Files.readAllLines(portfolio).size());
  }

  @AfterAll
  static void stop() {
    if (live != null) {
      live.close();
    }
  }

  @Test
  void tradesAsIfTheDirtHadNeverBeen() throws Exception {
    assertThat(clean.orders()).isGreaterThan(200);
    assertThat(dirty.input().accepted()).isEqualTo(clean.input().accepted());
    assertSame(Topics.SIGNALS, Replay.SIGNALS);
    assertSame(Topics.DECISIONS, Replay.DECISIONS);
    assertSame(Topics.ORDERS, Replay.ORDERS);
    assertSame(Topics.EXECUTIONS, Replay.EXECUTIONS);
    assertSame(Topics.PORTFOLIO, Replay.PORTFOLIO);
  }

  @Test
  void refusesAllOtherRecordsWithTheCodesOfTheFile() throws Exception {
    assertThat(dirty.input().rejected().keySet())
        .contains(
            "DUPLICATE",
            "FUTURE",
            "JUMP",
            "LATE",
            "NON_POSITIVE_PRICE",
            "NOT_FINITE",
            "UNPARSABLE");
    assertThat(dirty.input().read())
        .isEqualTo(dirty.input().accepted() + dirty.rejectedTotal())
        .isGreaterThan(TRADES + TRADES / 20);
    Comparator<Refused> order =
        Comparator.comparing(Refused::code)
            .thenComparing(Refused::raw)
            .thenComparing(Refused::symbol)
            .thenComparing(Refused::time);
    assertThat(reader.read(Topics.REJECTS).stream().map(DirtyMarketTest::refused).sorted(order))
        .containsExactlyElementsOf(
            Files.readAllLines(dir.resolve("dirty").resolve(Replay.REJECTS)).stream()
                .map(DirtyMarketTest::refused)
                .sorted(order)
                .toList());
  }

  @Test
  void showsPrometheusWhatTheTopicsHold() throws Exception {
    long before = System.currentTimeMillis();
    PrometheusText scrape = PrometheusText.scrape(live.config().job().metricsPort());
    long after = System.currentTimeMillis();

    Map<TradingMetric, String> names = new TreeMap<>();
    for (TradingMetric metric : EnumSet.complementOf(ABSENT)) {
      names.put(metric, metric.prometheusName());
    }
    assertThat(scrape.families(SCOPE)).isEqualTo(new TreeSet<>(names.values()));
    names.forEach(
        (metric, name) ->
            assertThat(scrape.type(name))
                .as(name)
                .isEqualTo(name.endsWith("_latency_seconds") ? "summary" : "gauge"));

    Map<TradingMetric, Long> counts =
        Map.of(
            TradingMetric.RECORDS_READ, dirty.input().read(),
            TradingMetric.RECORDS_ACCEPTED, dirty.input().accepted(),
            TradingMetric.BARS, dirty.bars(),
            TradingMetric.SIGNALS, dirty.signals(),
            TradingMetric.ORDERS, dirty.orders(),
            TradingMetric.EXECUTIONS, dirty.executions(),
            TradingMetric.FILLS, fills());
    counts.forEach(
        (metric, count) -> {
          String name = names.get(metric);
          assertThat(scrape.sum(name, name)).as(name).isEqualTo((double) count);
        });
    assertThat(scrape.sums(names.get(TradingMetric.RECORDS_REJECTED), "code"))
        .isEqualTo(asDoubles(dirty.input().rejected()));
    assertThat(scrape.sums(names.get(TradingMetric.DECISIONS), "outcome"))
        .isEqualTo(asDoubles(dirty.decisions()));
    assertThat(scrape.sums(names.get(TradingMetric.PREDICTIONS), "model"))
        .isEqualTo(
            asDoubles(
                Map.of("lstm", dirty.bars(), "ensemble", dirty.bars(), "winprob", dirty.bars())));
    assertThat(scrape.sums(names.get(TradingMetric.PREDICTIONS), "status"))
        .isEqualTo(asDoubles(Map.of("UNTRAINED", 3 * dirty.bars())));
    for (TradingMetric metric :
        List.of(
            TradingMetric.FEATURE_LATENCY,
            TradingMetric.LSTM_LATENCY,
            TradingMetric.ENSEMBLE_LATENCY)) {
      String name = names.get(metric);
      assertThat(scrape.sum(name, name + "_count")).as(name).isEqualTo((double) dirty.bars());
    }
    assertThat(scrape.samples(names.get(TradingMetric.FEATURE_LATENCY)))
        .filteredOn(sample -> "0.99".equals(sample.labels().get("quantile")))
        .isNotEmpty()
        .allSatisfy(sample -> assertThat(sample.value()).isPositive());

    PortfolioSnapshot last =
        reader.read(Topics.PORTFOLIO).stream()
            .map(line -> Json.read(line, PortfolioSnapshot.class))
            .max(Comparator.comparingLong(PortfolioSnapshot::time))
            .orElseThrow();
    assertThat(scrape.sums(names.get(TradingMetric.EQUITY), "portfolio"))
        .isEqualTo(Map.of(last.portfolio(), last.equity()));
    assertThat(scrape.sums(names.get(TradingMetric.DRAWDOWN), "portfolio"))
        .isEqualTo(Map.of(last.portfolio(), last.drawdown()));
    assertThat(last.drawdown()).isBetween(0.0, 1.0);
    assertThat(scrape.sums(names.get(TradingMetric.HEAT), "portfolio"))
        .isEqualTo(Map.of(last.portfolio(), last.heat()));

    // Two operators on two subtasks each; one that owns no partition has no time.
    TradingConfig config = live.config();
    long watermark =
        config.bars().clock().lastBoundary(config.admission().partition().watermark(reached));
    assertThat(scrape.samples(names.get(TradingMetric.EVENT_TIME_LAG)))
        .hasSize(4)
        .filteredOn(sample -> !Double.isNaN(sample.value()))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            sample ->
                assertThat(sample.value())
                    .isCloseTo(
                        ((before + after) / 2.0 - watermark) / 1_000,
                        offset((after - before) / 2_000.0)));
  }

  private static long fills() {
    return reader.read(Topics.EXECUTIONS).stream()
        .filter(line -> Json.read(line, Execution.class).lastQty() > 0)
        .count();
  }

  private static Summary replay(List<String> lines, String name) throws Exception {
    List<String> all = new ArrayList<>(lines);
    all.add(0, BitstampTrades.HEADER);
    Path file = Files.write(dir.resolve(name + ".csv"), all);
    return Replay.run(
        ReplayInputs.withoutModels(
            List.of(new MarketFile(file.toString(), MarketFile.Kind.TRADES))),
        ConfigLoader.load(null, List.of()),
        1,
        dir.resolve(name));
  }

  /**
   * Sends each line as it stands, marks bars' ends by what the venue sent alone, and completes the
   * last bar.
   *
   * @return the last mark
   */
  private static long publish(List<DirtyTrades.Line> lines, TradingConfig config) {
    KafkaConfig kafka = config.kafka();
    BoundaryMarks marks = config.boundaryMarks();
    MarketDataCodec codec = new MarketDataCodec();
    try (var producer = BytesProducer.open(kafka.bootstrapServers())) {
      long lastMark = Long.MIN_VALUE;
      long last = Long.MIN_VALUE;
      for (DirtyTrades.Line line : lines) {
        byte[] message;
        try {
          Trade trade = BitstampTrades.trade(line.text());
          message = codec.encode(trade);
          if (line.clean()) {
            last = Math.max(last, trade.time());
            if (marks.last(last) > lastMark) {
              lastMark = marks.last(last);
              mark(producer, codec.encodeMarker(lastMark), kafka.partitions());
            }
          }
        } catch (NumberFormatException e) {
          message = line.text().getBytes(StandardCharsets.UTF_8);
        }
        String symbol = line.text().substring(0, line.text().indexOf(','));
        send(
            producer,
            new ProducerRecord<>(Topics.TRADES, symbol.getBytes(StandardCharsets.UTF_8), message));
      }
      long end = marks.next(last + marks.latenessMillis());
      // The second confirms the first, which may be far ahead.
      mark(producer, codec.encodeMarker(end), kafka.partitions());
      mark(producer, codec.encodeMarker(end), kafka.partitions());
      producer.flush();
      return end;
    }
  }

  private static void mark(KafkaProducer<byte[], byte[]> producer, byte[] marker, int partitions) {
    for (String topic : List.of(Topics.TRADES, Topics.BARS)) {
      for (int partition = 0; partition < partitions; partition++) {
        send(producer, new ProducerRecord<>(topic, partition, null, marker));
      }
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> message) {
    // One that is lost is missed at the end.
    var unused = producer.send(message);
  }

  /** What could not be read is kept as it came: a line in a file, bytes in a topic. */
  private static Refused refused(String line) {
    Rejection r = Json.read(line, Rejection.class);
    boolean bytes = r.code() == RejectCode.UNPARSABLE && r.source().startsWith(Topics.TRADES);
    String raw =
        bytes ? new String(Base64.getDecoder().decode(r.raw()), StandardCharsets.UTF_8) : r.raw();
    return new Refused(r.code(), r.symbol(), r.time(), raw);
  }

  private static Map<String, Double> asDoubles(Map<String, Long> counts) {
    Map<String, Double> doubles = new TreeMap<>();
    counts.forEach((name, count) -> doubles.put(name, (double) count));
    return doubles;
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void assertSame(String topic, String output) throws Exception {
    assertThat(reader.read(topic).stream().sorted())
        .as(topic)
        .containsExactlyElementsOf(
            Files.readAllLines(dir.resolve("clean").resolve(output)).stream().sorted().toList());
  }
}
