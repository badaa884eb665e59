package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.cli.data.BitstampTrades;
import io.minhos.cli.embedded.EmbeddedKafka;
import io.minhos.domain.market.Trade;
import io.minhos.domain.orders.Order;
import io.minhos.domain.signals.Signal;
import io.minhos.flink.files.MarketFile;
import io.minhos.trading.JobSettings;
import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.KafkaJob;
import io.minhos.trading.kafka.KafkaTopics;
import io.minhos.trading.kafka.MarketDataCodec;
import io.minhos.trading.kafka.MarketDataPublisher;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import io.minhos.trading.output.Summary;
import io.minhos.trading.replay.Replay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real trades of three symbols through a real broker, against the replay of the same file. */
class KafkaPathTest {

  private static final int TRADES = 30_000;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir static Path dir;

  private static final List<Trade> PUBLISHED = new ArrayList<>();
  private static Summary replayed;

  private MiniCluster cluster;

  @BeforeAll
  static void replay() throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add(BitstampTrades.HEADER);
    BitstampTrades.forEachLine(
        line -> {
          if (PUBLISHED.size() < TRADES) {
            String ofThree = "BTC" + PUBLISHED.size() % 3 + line.substring(line.indexOf(','));
            lines.add(ofThree);
            PUBLISHED.add(BitstampTrades.trade(ofThree));
          }
        });
    Path file = Files.write(dir.resolve("trades.csv"), lines);
    replayed =
        Replay.run(
            List.of(new MarketFile(file.toString(), MarketFile.Kind.TRADES)),
            ConfigLoader.load(null, List.of()),
            1,
            dir.resolve("replay"));
    assertThat(replayed.orders()).isGreaterThan(1_000);
  }

  @AfterAll
  static void forget() {
    PUBLISHED.clear();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void givesTheOrdersOfTheReplayHoweverManyTaskManagersAreKilled(int kills) throws Exception {
    Path work = Files.createDirectories(dir.resolve("kills-" + kills));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(work.resolve("kafka"))) {
      TradingConfig config = config(kafka, 3, "admission.arrivalTime=false");
      KafkaTopics.create(config.kafka());
      startCluster(work);
      submit(config, work);
      TopicReader reader = new TopicReader(kafka.bootstrapServers());
      try (MarketDataPublisher publisher =
          new MarketDataPublisher(
              kafka.bootstrapServers(), config.kafka().partitions(), config.boundaryMarks())) {
        int part = 0;
        for (int kill = 0; kill < kills; kill++) {
          int end = TRADES * (kill + 1) / (kills + 1);
          PUBLISHED.subList(part, end).forEach(publisher::publish);
          part = end;
          long known = reader.read(Topics.ORDERS).size();
          await("orders", () -> reader.read(Topics.ORDERS).size() > known);
          cluster.terminateTaskManager(kill).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
          cluster.startTaskManager();
        }
        PUBLISHED.subList(part, TRADES).forEach(publisher::publish);
        publisher.finish(PUBLISHED.get(TRADES - 1).time());
      }
      long decisions = replayed.decisions().values().stream().mapToLong(Long::longValue).sum();
      await("decisions", () -> reader.read(Topics.DECISIONS).size() >= decisions);

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
      stopCluster();
    }
  }

  /**
   * A publisher that knows nothing of markers, on the wall clock, into one of three partitions: the
   * job marks the others, and a second run over the same log says the same.
   */
  @Test
  void marksIdlePartitionsItselfAndReadsTheSameFromTheLogAgain() throws Exception {
    Path work = Files.createDirectories(dir.resolve("foreign"));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(work.resolve("kafka"))) {
      TradingConfig config =
          config(kafka, 3, "bars.length=1s", "admission.lateness=100ms", "admission.future=1m");
      KafkaTopics.create(config.kafka());
      startCluster(work);
      JobID first = submit(config, work);
      TopicReader reader = new TopicReader(kafka.bootstrapServers());
      MarketDataCodec codec = new MarketDataCodec();
      long[] id = {0};
      Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
      try (var producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
        await(
            "signals without a marker of the publisher's",
            () -> {
              Trade trade =
                  Trade.of(
                      "A",
                      System.currentTimeMillis(),
                      "" + id[0]++,
                      100.0 + (double) (id[0] % 7),
                      1);
              var unused =
                  producer.send(
                      new ProducerRecord<>(Topics.TRADES, new byte[] {1}, codec.encode(trade)));
              return reader.read(Topics.SIGNALS).size() >= 3;
            });
      }
      cluster.cancelJob(first).get();
      cluster.requestJobResult(first).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      List<String> live = reader.read(Topics.SIGNALS);

      submit(config, work);
      await("them again", () -> reader.read(Topics.SIGNALS).size() >= 2 * live.size());
      assertThat(reader.read(Topics.SIGNALS).subList(0, live.size())).isEqualTo(live);
      Map<Long, Set<String>> byTime = new TreeMap<>();
      for (String line : reader.read(Topics.SIGNALS)) {
        long time = Json.read(line, Signal.class).time();
        byTime.computeIfAbsent(time, t -> new LinkedHashSet<>()).add(line);
      }
      assertThat(byTime.values()).allSatisfy(lines -> assertThat(lines).hasSize(1));
      stopCluster();
    }
  }

  @Test
  void refusesTopicsOfOtherPartitionsThanConfigured() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("partitions"))) {
      KafkaTopics.create(config(kafka, 3).kafka());
      assertThatThrownBy(() -> KafkaTopics.create(config(kafka, 2).kafka()))
          .isInstanceOf(ConfigException.class)
          .hasMessage("kafka.partitions must be the partitions of md.bars.v1 (3): 2");
    }
  }

  private static TradingConfig config(EmbeddedKafka kafka, int partitions, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("kafka.bootstrapServers='" + kafka.bootstrapServers() + "'");
    all.add("kafka.partitions=" + partitions);
    return ConfigLoader.load(null, all);
  }

  private JobID submit(TradingConfig config, Path work) throws Exception {
    var env = StreamExecutionEnvironment.createLocalEnvironment(2, settings(work));
    KafkaJob.build(env, config);
    return cluster
        .submitJob(env.getStreamGraph().getJobGraph())
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .getJobID();
  }

  private static Configuration settings(Path work) {
    Configuration c = JobSettings.live();
    c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    c.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, work.resolve("checkpoints").toUri().toString());
    c.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    c.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1_000);
    c.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    return c;
  }

  private void startCluster(Path work) throws Exception {
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(Configuration.fromMap(Map.of("io.tmp.dirs", work.toString())))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  /** Before the broker stops, which the job would otherwise wait for. */
  @AfterEach
  void stopCluster() throws Exception {
    if (cluster != null) {
      cluster.close();
      cluster = null;
    }
  }

  private static void assertSame(List<String> lines, String output) throws Exception {
    List<String> expected = Files.readAllLines(dir.resolve("replay").resolve(output));
    assertThat(lines.stream().sorted().toList())
        .as(output)
        .isEqualTo(expected.stream().sorted().toList());
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time left for %s", what).isLessThan(end);
      LockSupport.parkNanos(50_000_000);
    }
  }
}
