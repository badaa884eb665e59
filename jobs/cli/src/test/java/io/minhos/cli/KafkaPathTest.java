package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.cli.data.BitstampTrades;
import io.minhos.domain.market.Trade;
import io.minhos.domain.orders.Order;
import io.minhos.domain.signals.Signal;
import io.minhos.flink.files.MarketFile;
import io.minhos.trading.Models;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig.KafkaConfig;
import io.minhos.trading.kafka.BytesProducer;
import io.minhos.trading.kafka.MarketDataCodec;
import io.minhos.trading.kafka.MarketDataPublisher;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import io.minhos.trading.output.Summary;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real trades of three symbols through a real broker, against the replay of the same file. */
class KafkaPathTest {

  private static final int TRADES = 30_000;

  @TempDir static Path dir;

  private static List<Trade> trades;
  private static Summary replayed;

  @BeforeAll
  static void replay() throws Exception {
    List<String> lines = new ArrayList<>(RealTrades.lines(TRADES, 3));
    trades = lines.stream().map(BitstampTrades::trade).toList();
    lines.add(0, BitstampTrades.HEADER);
    Path file = Files.write(dir.resolve("trades.csv"), lines);
    replayed =
        Replay.run(
            ReplayInputs.withoutModels(
                List.of(new MarketFile(file.toString(), MarketFile.Kind.TRADES))),
            ConfigLoader.load(null, List.of()),
            1,
            dir.resolve("replay"));
    assertThat(replayed.orders()).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void givesTheOrdersOfTheReplayHoweverManyTaskManagersAreKilled(int kills) throws Exception {
    Path work = Files.createDirectories(dir.resolve("kills-" + kills));
    try (LiveJob live = new LiveJob(work, 3, "admission.arrivalTime=false")) {
      live.start(Models.none());
      TopicReader reader = live.reader();
      KafkaConfig kafka = live.config().kafka();
      try (MarketDataPublisher publisher =
          new MarketDataPublisher(
              kafka.bootstrapServers(), kafka.partitions(), live.config().boundaryMarks())) {
        int part = 0;
        for (int kill = 0; kill < kills; kill++) {
          int end = TRADES * (kill + 1) / (kills + 1);
          trades.subList(part, end).forEach(publisher::publish);
          part = end;
          live.await(Topics.ORDERS, reader.read(Topics.ORDERS).size() + 1);
          live.killTaskManager();
        }
        trades.subList(part, TRADES).forEach(publisher::publish);
        publisher.finish(trades.get(TRADES - 1).time());
      }
      awaitAll(live);

      // Exactly once.
      assertSame(reader.read(Topics.DECISIONS), Replay.DECISIONS);
      assertSame(reader.read(Topics.EXECUTIONS), Replay.EXECUTIONS);
      assertSame(reader.read(Topics.SIGNALS), Replay.SIGNALS);
      assertSame(reader.read(Topics.PORTFOLIO), Replay.PORTFOLIO);
      // At least once: repeats are the same to the byte, so their id tells them.
      List<String> orders = reader.read(Topics.ORDERS);
      List<String> once = List.copyOf(new LinkedHashSet<>(orders));
      assertThat(once.stream().map(o -> Json.read(o, Order.class).clOrdId()))
          .doesNotHaveDuplicates();
      assertSame(once, Replay.ORDERS);
      if (kills == 0) {
        assertThat(orders).hasSameSizeAs(once);
      }
      assertThat(reader.read(Topics.REJECTS)).hasSize((int) replayed.rejectedTotal());
    }
  }

  /** As after the end of the process: nothing is there twice but orders, which tell it. */
  @Test
  void goesOnFromTheLastCheckpointWhenItIsStartedAgain() throws Exception {
    Path work = Files.createDirectories(dir.resolve("again"));
    try (LiveJob live = new LiveJob(work, 3, "admission.arrivalTime=false")) {
      live.start(Models.none());
      KafkaConfig kafka = live.config().kafka();
      try (MarketDataPublisher publisher =
          new MarketDataPublisher(
              kafka.bootstrapServers(), kafka.partitions(), live.config().boundaryMarks())) {
        trades.subList(0, TRADES / 2).forEach(publisher::publish);
        live.await(Topics.DECISIONS, 100);
        live.cancel();
        trades.subList(TRADES / 2, TRADES).forEach(publisher::publish);
        publisher.finish(trades.get(TRADES - 1).time());
      }
      live.resume(Models.none());
      awaitAll(live);
      assertSame(live.reader().read(Topics.DECISIONS), Replay.DECISIONS);
      assertSame(live.reader().read(Topics.PORTFOLIO), Replay.PORTFOLIO);
      assertSame(
          List.copyOf(new LinkedHashSet<>(live.reader().read(Topics.ORDERS))), Replay.ORDERS);
    }
  }

  /**
   * A publisher that knows nothing of markers, on the wall clock, into one of three partitions: the
   * job marks the others, and a second run over the same log says the same.
   */
  @Test
  void marksIdlePartitionsItselfAndReadsTheSameFromTheLogAgain() throws Exception {
    Path work = Files.createDirectories(dir.resolve("foreign"));
    try (LiveJob live =
        new LiveJob(work, 3, "bars.length=1s", "admission.lateness=100ms", "admission.future=1m")) {
      live.start(Models.none());
      TopicReader reader = live.reader();
      MarketDataCodec codec = new MarketDataCodec();
      long[] id = {0};
      try (var producer = BytesProducer.open(live.config().kafka().bootstrapServers())) {
        LiveJob.await(
            "signals without a marker of the publisher's",
            () -> {
              double price = 100 + (double) (id[0] % 7);
              Trade trade = Trade.of("A", System.currentTimeMillis(), "" + id[0]++, price, 1);
              var unused =
                  producer.send(
                      new ProducerRecord<>(Topics.TRADES, new byte[] {1}, codec.encode(trade)));
              return reader.read(Topics.SIGNALS).size() >= 3;
            });
      }
      live.cancel();
      List<String> signals = reader.read(Topics.SIGNALS);

      live.start(Models.none());
      live.await(Topics.SIGNALS, 2L * signals.size());
      assertThat(reader.read(Topics.SIGNALS).subList(0, signals.size())).isEqualTo(signals);
      Map<Long, Set<String>> byTime = new TreeMap<>();
      for (String line : reader.read(Topics.SIGNALS)) {
        long time = Json.read(line, Signal.class).time();
        byTime.computeIfAbsent(time, t -> new LinkedHashSet<>()).add(line);
      }
      assertThat(byTime.values()).allSatisfy(lines -> assertThat(lines).hasSize(1));
    }
  }

  /** Each topic shows at a checkpoint of its own what the job wrote. */
  private static void awaitAll(LiveJob live) throws Exception {
    for (Map.Entry<String, String> topic :
        Map.of(
                Topics.DECISIONS, Replay.DECISIONS,
                Topics.EXECUTIONS, Replay.EXECUTIONS,
                Topics.SIGNALS, Replay.SIGNALS,
                Topics.PORTFOLIO, Replay.PORTFOLIO,
                Topics.REJECTS, Replay.REJECTS)
            .entrySet()) {
      Path file = dir.resolve("replay").resolve(topic.getValue());
      live.await(topic.getKey(), Files.readAllLines(file).size());
    }
  }

  private static void assertSame(List<String> lines, String output) throws Exception {
    List<String> expected = Files.readAllLines(dir.resolve("replay").resolve(output));
    assertThat(lines.stream().sorted().toList())
        .as(output)
        .isEqualTo(expected.stream().sorted().toList());
  }
}
