package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.cli.data.BitstampTrades;
import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Acknowledgement.Status;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.market.Trade;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Purpose;
import io.minhos.trading.Models;
import io.minhos.trading.config.TradingConfig.KafkaConfig;
import io.minhos.trading.kafka.ControlLog;
import io.minhos.trading.kafka.MarketDataPublisher;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred portfolios that trade on every signal, each halted at a moment of its own while market
 * data come and a task manager is killed. Once its acknowledgement is seen no entry of it leaves,
 * and none is decided from the time on that the acknowledgement names.
 */
class KillSwitchTest {

  private static final int TRIALS = 100;
  private static final int TRADES = 3_000;

  /** Trades come in these parts; halts come in all but the first and the last, which are longer. */
  private static final int PARTS = 15;

  private static final int FIRST_TRADES = 750;
  private static final int PART_TRADES = 125;

  @TempDir Path dir;

  @Test
  void noEntryLeavesOnceTheHaltIsAcknowledged() throws Exception {
    List<Trade> trades = RealTrades.lines(TRADES, 2).stream().map(BitstampTrades::trade).toList();
    List<String> portfolios = IntStream.range(0, TRIALS).mapToObj("p%02d"::formatted).toList();
    SplittableRandom random = new SplittableRandom(23);
    Map<String, Integer> haltedIn = new LinkedHashMap<>();
    portfolios.forEach(p -> haltedIn.put(p, random.nextInt(1, PARTS - 1)));
    Map<String, Acknowledgement> acknowledged = new TreeMap<>();
    Map<String, Set<String>> entriesThen = new TreeMap<>();
    try (LiveJob live =
        new LiveJob(
            dir,
            2,
            "admission.arrivalTime=false",
            "portfolios=" + portfolios,
            "fusion.neutralBand=0.01",
            "risk.minConfidence=0.02",
            "risk.minStrength=0.01",
            "risk.holdingHorizonBars=2")) {
      live.start(Models.none());
      KafkaConfig kafka = live.config().kafka();
      TopicReader reader = live.reader();
      try (MarketDataPublisher publisher =
              new MarketDataPublisher(
                  kafka.bootstrapServers(), kafka.partitions(), live.config().boundaryMarks());
          ControlLog log = new ControlLog(kafka.bootstrapServers())) {
        for (int part = 0; part < PARTS; part++) {
          int signals = reader.read(Topics.SIGNALS).size();
          trades.subList(end(part - 1), end(part)).forEach(publisher::publish);
          publisher.flush();
          for (String portfolio : portfolios) {
            if (haltedIn.get(portfolio) == part) {
              log.append(
                  ControlEntry.of(portfolio, ControlType.HALT, "ann", "trial")
                      .about(portfolio, null));
            }
          }
          if (part == PARTS / 2) {
            live.killTaskManager();
          }
          live.await(Topics.SIGNALS, signals + 1);
          note(reader, acknowledged, entriesThen);
        }
        publisher.finish(trades.get(TRADES - 1).time());
      }
      LiveJob.await(
          "acknowledgements",
          () -> {
            note(reader, acknowledged, entriesThen);
            return acknowledged.size() == TRIALS;
          });
      live.await(Topics.SIGNALS, bars(trades));

      List<Order> orders = orders(reader);
      assertThat(acknowledged).containsOnlyKeys(portfolios);
      int exits = 0;
      for (Acknowledgement ack : acknowledged.values()) {
        String portfolio = ack.commandId();
        assertThat(ack.status()).isEqualTo(Status.ACCEPTED);
        assertThat(entriesThen.get(portfolio)).isNotEmpty();
        assertThat(entries(orders, portfolio)).isEqualTo(entriesThen.get(portfolio));
        for (Order order : orders) {
          if (order.portfolio().equals(portfolio) && order.transactTime() >= ack.from()) {
            assertThat(order.purpose()).as(order.toString()).isNotEqualTo(Purpose.ENTRY);
            exits += order.purpose() == Purpose.CANCEL ? 0 : 1;
          }
        }
      }
      // How many hold something when they are halted hangs on the moment; all get out of it.
      assertThat(exits).isPositive();
      assertThat(positions(reader).values()).hasSize(TRIALS).allMatch(q -> Math.abs(q) < 1e-9);
      // Not all at one time.
      assertThat(acknowledged.values().stream().map(Acknowledgement::from).distinct())
          .hasSizeGreaterThan(10);
      // They would have gone on: the last to be halted enter after the first are.
      long first =
          acknowledged.values().stream().mapToLong(Acknowledgement::from).min().orElseThrow();
      assertThat(orders).anyMatch(o -> o.purpose() == Purpose.ENTRY && o.transactTime() > first);
    }
  }

  /** Takes in acknowledgements that were not seen before, with the entries that have left. */
  private static void note(
      TopicReader reader,
      Map<String, Acknowledgement> acknowledged,
      Map<String, Set<String>> entriesThen) {
    List<Acknowledgement> fresh = new ArrayList<>();
    for (String line : reader.read(Topics.ACKS)) {
      Acknowledgement ack = Json.read(line, Acknowledgement.class);
      if (!acknowledged.containsKey(ack.commandId())) {
        acknowledged.put(ack.commandId(), ack);
        fresh.add(ack);
      }
    }
    if (!fresh.isEmpty()) {
      List<Order> orders = orders(reader);
      fresh.forEach(a -> entriesThen.put(a.commandId(), entries(orders, a.commandId())));
    }
  }

  private static List<Order> orders(TopicReader reader) {
    return reader.read(Topics.ORDERS).stream().map(o -> Json.read(o, Order.class)).toList();
  }

  private static Map<String, Double> positions(TopicReader reader) {
    Map<String, Double> positions = new TreeMap<>();
    for (String line : reader.read(Topics.EXECUTIONS)) {
      Execution execution = Json.read(line, Execution.class);
      positions.merge(execution.portfolio(), execution.signedQty(), Double::sum);
    }
    return positions;
  }

  private static Set<String> entries(List<Order> orders, String portfolio) {
    return orders.stream()
        .filter(o -> o.portfolio().equals(portfolio) && o.purpose() == Purpose.ENTRY)
        .map(Order::clOrdId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int end(int part) {
    return part < 0 ? 0 : part == PARTS - 1 ? TRADES : FIRST_TRADES + part * PART_TRADES;
  }

  private static int bars(List<Trade> trades) {
    Set<String> bars = new TreeSet<>();
    for (Trade trade : trades) {
      if (trade.size() > 0) {
        bars.add(trade.symbol() + trade.time() / 60_000);
      }
    }
    return bars.size();
  }
}
