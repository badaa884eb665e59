package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.minhos.cli.embedded.EmbeddedDatabase;
import io.minhos.domain.control.Alert;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.market.Trade;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.OrdStatus;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Position;
import io.minhos.domain.orders.PositionReport;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.Outcome;
import io.minhos.domain.risk.PortfolioEngine;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.state.Database;
import io.minhos.state.StateJob;
import io.minhos.state.StateReader;
import io.minhos.trading.JobSettings;
import io.minhos.trading.Models;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.config.TradingConfig.KafkaConfig;
import io.minhos.trading.kafka.BytesProducer;
import io.minhos.trading.kafka.MarketDataPublisher;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Orders through a real broker to a venue that fills them in whole or in parts, says everything
 * twice, forgets one entry and fills it when nobody waits any more, and at last says what it holds;
 * with a task manager killed.
 */
class ExternalVenueTest {

  private static final List<String> SYMBOLS = List.of("A", "B");
  private static final long MINUTE = 60_000;
  private static final long START = 26_666_667 * MINUTE;

  /** Before technical analysis has an opinion, so before the first order. */
  private static final int WARM_UP = 30;

  private static final int MOST_BARS = 150;
  private static final double COMMISSION = 0.25;

  /** Of a symbol without a market. */
  private static final Position BY_HAND = new Position("C", 7, 50);

  @TempDir Path dir;

  private final Set<String> seen = new HashSet<>();
  private final Map<String, Double> quantities = new HashMap<>();
  private double cash;
  private int entries;
  private int parts;
  private int fills;
  private Order forgotten;

  @Test
  void everyFillIsBookedOnceAndAForgottenOrderLapses() throws Exception {
    try (LiveJob live =
        new LiveJob(
            dir,
            2,
            "executionMode=external",
            "execution.timeout=3m",
            "admission.arrivalTime=false",
            "fusion.neutralBand=0",
            "risk.minConfidence=0",
            "risk.minStrength=0",
            "risk.holdingHorizonBars=3")) {
      cash = live.config().risk().startingCash();
      live.start(Models.none());
      TopicReader reader = live.reader();
      KafkaConfig kafka = live.config().kafka();
      int bars = 0;
      try (MarketDataPublisher market =
              new MarketDataPublisher(
                  kafka.bootstrapServers(), kafka.partitions(), live.config().boundaryMarks());
          var reports = BytesProducer.open(kafka.bootstrapServers())) {
        while (bars < WARM_UP) {
          publish(market, bars++);
        }
        while (!tradesAgain(reader)) {
          assertThat(bars).as("bars until the symbol traded again").isLessThan(MOST_BARS);
          publish(market, bars++);
          live.await(Topics.DECISIONS, (long) SYMBOLS.size() * (bars - 1));
          answer(reader, reports);
        }
        live.killTaskManager();
        fill(reports, forgotten, ".late", forgotten.orderQty(), OrdStatus.FILLED);
        refused(reports);
        for (int more = 0; more < 6; more++) {
          publish(market, bars++);
          live.await(Topics.DECISIONS, (long) SYMBOLS.size() * (bars - 1));
          if (more < 3) {
            answer(reader, reports);
          } else if (more == 4) {
            holds(reports, START + (bars - 1) * MINUTE + 1);
            cash -= BY_HAND.quantity() * BY_HAND.avgPx();
          }
        }
        // A report that is read after a later bar was decided is none: the venue reports again.
        while (read(reader, Topics.ALERTS, Alert.class).stream()
            .noneMatch(alert -> alert.code().equals(PortfolioEngine.RECONCILED))) {
          assertThat(bars).as("bars until the report was booked").isLessThan(2 * MOST_BARS);
          holds(reports, START + (bars - 1) * MINUTE + 1);
          publish(market, bars++);
          live.await(Topics.DECISIONS, (long) SYMBOLS.size() * (bars - 1));
        }
      }

      assertThat(entries).isGreaterThan(3);
      assertThat(parts).isPositive();
      List<PortfolioSnapshot> snapshots = read(reader, Topics.PORTFOLIO, PortfolioSnapshot.class);
      assertThat(snapshots)
          .allSatisfy(s -> assertThat(s.equity()).isEqualTo(s.cash() + s.positionsValue()));
      assertThat(snapshots).extracting(PortfolioSnapshot::time).isSorted();
      PortfolioSnapshot last = snapshots.get(snapshots.size() - 1);
      double positions = 0;
      positions += BY_HAND.quantity() * BY_HAND.avgPx();
      for (String symbol : SYMBOLS) {
        positions += quantities.getOrDefault(symbol, 0.0) * close(symbol, bars - 2);
      }
      assertThat(last.time()).isEqualTo(START + (bars - 1) * MINUTE - 1);
      assertThat(last.cash()).isEqualTo(cash, within(0.01));
      assertThat(last.positionsValue()).isEqualTo(positions, within(0.01));
      assertThat(last.equity()).isEqualTo(cash + positions, within(0.01));

      assertThat(orders(reader))
          .anyMatch(
              o ->
                  o.purpose() == Purpose.CANCEL
                      && o.origClOrdId().equals(forgotten.clOrdId())
                      && o.orderQty() == 0);
      // What else is there the venue wrote, some of it no JSON.
      assertThat(
              reader.read(Topics.EXECUTIONS).stream()
                  .filter(line -> line.contains("\"" + ExecType.RESTATED + "\""))
                  .map(line -> Json.read(line, Execution.class)))
          .extracting(Execution::symbol, Execution::signedQty, Execution::lastPx)
          .containsExactly(tuple(BY_HAND.symbol(), BY_HAND.quantity(), BY_HAND.avgPx()));
      assertThat(read(reader, Topics.ALERTS, Alert.class))
          .extracting(Alert::code)
          // An order that works leaves its symbol, and cash, to a later report.
          .filteredOn(code -> !code.equals(PortfolioEngine.RECONCILIATION_PENDING))
          .filteredOn(code -> !code.equals(PortfolioEngine.REPORT_LATE))
          .containsExactly(PortfolioEngine.RECONCILED);
      assertThat(read(reader, Topics.REJECTS, Rejection.class))
          .extracting(Rejection::code)
          .containsExactlyInAnyOrder(
              RejectCode.UNPARSABLE,
              RejectCode.UNKNOWN_PORTFOLIO,
              RejectCode.BEFORE_ORDER,
              RejectCode.OUT_OF_RANGE);
      assertLiveState(live.config());
    }
  }

  /** What the venue says twice is booked once in live state too, and what cannot be booked not. */
  private void assertLiveState(TradingConfig config) throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dir.resolve("database"), 0)) {
      TradingConfig stored =
          ConfigLoader.load(
              null,
              List.of(
                  "executionMode=external",
                  "admission.arrivalTime=false",
                  "kafka.bootstrapServers='" + config.kafka().bootstrapServers() + "'",
                  "state.url='" + database.url() + "'",
                  "state.user=" + database.user()));
      Database.migrate(stored);
      var env = StreamExecutionEnvironment.createLocalEnvironment(1, JobSettings.flink());
      StateJob.buildUpToNow(env, stored);
      env.execute();
      Map<String, Double> held = new HashMap<>(quantities);
      held.put(BY_HAND.symbol(), BY_HAND.quantity());
      try (StateReader state = StateReader.open(stored.state())) {
        assertThat(state.positions(Long.MAX_VALUE))
            .hasSameSizeAs(held.keySet())
            .allSatisfy(
                p ->
                    assertThat(p.quantity())
                        .as(p.symbol())
                        .isEqualTo(held.get(p.symbol()), within(1e-9)));
        // One of each fill, and the restatement of what was opened by hand.
        assertThat(state.executions(Long.MAX_VALUE)).hasSize(fills + 1);
        assertThat(state.executions(Long.MAX_VALUE))
            .extracting(Execution::execId)
            .doesNotHaveDuplicates()
            .noneMatch(id -> id.startsWith(forgotten.clOrdId() + ".r"));
      }
    }
  }

  /** True once the forgotten order has lapsed and its symbol was entered after that. */
  private boolean tradesAgain(TopicReader reader) {
    if (forgotten == null) {
      return false;
    }
    List<Decision> decisions =
        read(reader, Topics.DECISIONS, Decision.class).stream()
            .filter(d -> d.symbol().equals(forgotten.symbol()))
            .toList();
    String reason = "ORDER_UNANSWERED: clOrdId=" + forgotten.clOrdId() + " timeoutMillis=180000";
    long lapsed =
        decisions.stream()
            .filter(d -> d.reason().equals(reason))
            .mapToLong(Decision::time)
            .findAny()
            .orElse(Long.MAX_VALUE);
    assertThat(lapsed).isGreaterThanOrEqualTo(forgotten.transactTime() + 3 * MINUTE);
    return decisions.stream().anyMatch(d -> d.time() > lapsed && d.outcome() == Outcome.ENTER);
  }

  /** The venue: reports on each order that it has not seen, in their order. */
  private void answer(TopicReader reader, KafkaProducer<byte[], byte[]> reports) throws Exception {
    for (Order order : orders(reader)) {
      if (!seen.add(order.clOrdId())) {
        continue;
      }
      switch (order.purpose()) {
        case ENTRY -> {
          entries++;
          if (entries == 2) {
            forgotten = order;
          } else if (entries % 2 == 1) {
            double quarter = order.orderQty() / 4;
            fill(reports, order, ".1", quarter, OrdStatus.PARTIALLY_FILLED);
            fill(reports, order, ".2", order.orderQty() - quarter, OrdStatus.FILLED);
            parts++;
          } else {
            fill(reports, order, ".1", order.orderQty(), OrdStatus.FILLED);
          }
        }
        case EXIT_OPPOSITE, EXIT_HORIZON, EXIT_OVERRIDE ->
            fill(reports, order, ".1", order.orderQty(), OrdStatus.FILLED);
        // It holds no brackets, and answers no request: what it filled is filled.
        case STOP, TARGET, CANCEL -> {}
      }
    }
  }

  /** Reports a fill twice, and books it once. */
  private void fill(
      KafkaProducer<byte[], byte[]> reports,
      Order order,
      String suffix,
      double quantity,
      OrdStatus status)
      throws Exception {
    double price = close(order.symbol(), (int) ((order.transactTime() - START) / MINUTE));
    Execution fill =
        report(order, suffix, status, quantity, price, "main", order.transactTime() + 1);
    send(reports, Json.line(fill));
    send(reports, Json.line(fill));
    fills++;
    cash -= fill.signedQty() * price + COMMISSION;
    quantities.merge(order.symbol(), fill.signedQty(), Double::sum);
  }

  /** Says twice what is held: what it told of, and a position that somebody opened by hand. */
  private void holds(KafkaProducer<byte[], byte[]> reports, long asOf) throws Exception {
    List<Position> positions = new ArrayList<>(List.of(BY_HAND));
    quantities.forEach((symbol, held) -> positions.add(new Position(symbol, held, 100)));
    String report = Json.line(new PositionReport("main", asOf, positions, Double.NaN));
    send(reports, Topics.POSITIONS, report);
    send(reports, Topics.POSITIONS, report);
  }

  /** Reports that no account can carry: none of them is booked. */
  private void refused(KafkaProducer<byte[], byte[]> reports) throws Exception {
    long time = forgotten.transactTime();
    send(reports, "{\"execId\":");
    send(reports, Json.line(report(forgotten, ".r1", OrdStatus.FILLED, 1, 100, "nobody", time)));
    send(
        reports,
        Json.line(report(forgotten, ".r2", OrdStatus.FILLED, 1, 100, "main", time - MINUTE)));
    send(reports, Json.line(report(forgotten, ".r3", OrdStatus.FILLED, 1e12, 1e12, "main", time)));
  }

  private static Execution report(
      Order order,
      String suffix,
      OrdStatus status,
      double quantity,
      double price,
      String portfolio,
      long time) {
    return new Execution(
        order.clOrdId() + suffix,
        order.clOrdId(),
        portfolio,
        order.symbol(),
        order.side(),
        ExecType.TRADE,
        status,
        quantity,
        price,
        quantity,
        order.orderQty() - quantity,
        price,
        COMMISSION,
        time);
  }

  private static void send(KafkaProducer<byte[], byte[]> reports, String report) throws Exception {
    send(reports, Topics.EXECUTIONS, report);
  }

  private static void send(KafkaProducer<byte[], byte[]> reports, String topic, String report)
      throws Exception {
    byte[] key = "main".getBytes(StandardCharsets.UTF_8);
    byte[] value = report.getBytes(StandardCharsets.UTF_8);
    reports.send(new ProducerRecord<>(topic, key, value)).get();
  }

  /** Three trades of each symbol; the first of them completes the bar before. */
  private static void publish(MarketDataPublisher market, int bar) {
    for (int trade = 0; trade < 3; trade++) {
      long time = START + bar * MINUTE + 10_000 + trade * 20_000L;
      for (String symbol : SYMBOLS) {
        market.publish(Trade.of(symbol, time, bar + "-" + trade, price(symbol, bar, trade), 1));
      }
    }
    market.flush();
  }

  private static double close(String symbol, int bar) {
    return price(symbol, bar, 2);
  }

  /** A wave of forty bars, so that all indicators speak in turn. */
  private static double price(String symbol, int bar, int trade) {
    double phase = symbol.equals("A") ? 0 : 0.25;
    double wave = StrictMath.sin(2 * Math.PI * ((bar + trade / 3.0) / 40 + phase));
    return Math.rint((100 + 5 * wave) * 100) / 100;
  }

  private static List<Order> orders(TopicReader reader) {
    return read(reader, Topics.ORDERS, Order.class).stream()
        .sorted(Comparator.comparing(Order::transactTime).thenComparing(Order::clOrdId))
        .toList();
  }

  private static <T> List<T> read(TopicReader reader, String topic, Class<T> type) {
    return reader.read(topic).stream().map(line -> Json.read(line, type)).toList();
  }
}
