package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.cli.data.BitstampTrades;
import io.minhos.cli.data.PlantedMarket;
import io.minhos.domain.market.Trade;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.retraining.History;
import io.minhos.retraining.Publication;
import io.minhos.retraining.Retraining;
import io.minhos.retraining.TrainingVerdict;
import io.minhos.store.ModelStore;
import io.minhos.store.StoredRelease;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.KafkaTopics;
import io.minhos.trading.kafka.MarketDataPublisher;
import io.minhos.trading.kafka.MarketExtent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The retraining job over the market topics of a real broker, against the same data in a file. */
class TrainFromKafkaTest extends BrokerTest {

  private static final int SYMBOLS = 4;
  private static final int BARS = 3_000;
  private static final int PARTITIONS = 3;
  private static final long HOUR = 3_600_000;

  /** And knows nothing of what is published after it began. */
  @Test
  void trainsTheModelsOfTheFileToTheByte() throws Exception {
    TradingConfig config = config();
    KafkaTopics.create(config);
    List<String> lines = trades();
    MarketExtent extent;
    try (MarketDataPublisher publisher =
        new MarketDataPublisher(kafka.bootstrapServers(), PARTITIONS, config.boundaryMarks())) {
      lines.stream().map(BitstampTrades::trade).forEach(publisher::publish);
      publisher.flush();
      extent = MarketExtent.now(config);
      Trade last = BitstampTrades.trade(lines.get(lines.size() - 1));
      for (int i = 1; i <= 200; i++) {
        long time = last.time() + i * 60_000L;
        publisher.publish(Trade.of(last.symbol(), time, "later-" + i, last.price(), 1));
      }
      publisher.finish(last.time() + 201 * 60_000L);
    }
    lines.add(0, BitstampTrades.HEADER);
    Path file = Files.write(dir.resolve("trades.csv"), lines);
    List<String> said = new ArrayList<>();
    TrainingVerdict ofFile =
        train(
            History.of(List.of(new MarketFile(file.toString(), Kind.TRADES))),
            config,
            "of-file",
            said);
    TrainingVerdict ofTopics = train(History.of(extent), config, "of-topics", said);

    assertThat(ofFile.released()).as("%s", ofFile).isTrue();
    assertThat(ofTopics).isEqualTo(ofFile);
    // A repeat and a late one of each symbol.
    int good = 4 * SYMBOLS * BARS;
    assertThat(said)
        .containsOnly("read=%d accepted=%d".formatted(good + 2 * SYMBOLS, good))
        .hasSize(2);
    StoredRelease a = release("of-file");
    StoredRelease b = release("of-topics");
    assertThat(new TreeMap<>(b.manifest().artifacts()))
        .isNotEmpty()
        .isEqualTo(new TreeMap<>(a.manifest().artifacts()));
    assertThat(b.manifest().training()).isEqualTo(a.manifest().training());
    assertThat(b.manifest().metrics()).isEqualTo(a.manifest().metrics());
  }

  @Test
  void saysWhichTopicIsMissing() throws Exception {
    assertThat(command(Minhos.FAILED, kafka.bootstrapServers()))
        .startsWith("minhos: MISSING_TOPIC: topic=md.trades.v1 brokers=127.0.0.1:");
  }

  @Test
  void saysThatThereIsNothingInTheTopics() throws Exception {
    KafkaTopics.create(config());
    assertThat(command(Minhos.FAILED, kafka.bootstrapServers()))
        .startsWith("minhos: EMPTY_TOPICS: topics=md.trades.v1,md.bars.v1 brokers=127.0.0.1:");
  }

  @Test
  void saysThatThereIsTooLittle() throws Exception {
    TradingConfig config = config();
    KafkaTopics.create(config);
    try (MarketDataPublisher publisher =
        new MarketDataPublisher(kafka.bootstrapServers(), PARTITIONS, config.boundaryMarks())) {
      publisher.publish(Trade.of("A", 1_700_000_000_000L, "1", 100, 1));
      publisher.flush();
    }
    assertThat(command(Minhos.FAILED, kafka.bootstrapServers()))
        .contains("minhos: TOO_LITTLE_HISTORY: rows=0\n")
        .doesNotContain("\tat ");
  }

  @Test
  void saysThatNoBrokerAnswers() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    assertThat(command(Minhos.FAILED, "127.0.0.1:" + nobody))
        .startsWith("minhos: KAFKA_UNREACHABLE: ")
        .doesNotContain("\tat ");
  }

  /** The planted market's bars as four trades each, with some that are refused. */
  private static List<String> trades() throws Exception {
    StringWriter bars = new StringWriter();
    new PlantedMarket(SYMBOLS, 60_000, 0.65, 11).write(BARS, bars);
    List<String> planted = bars.toString().lines().skip(1).toList();
    List<List<String>> byBar = new ArrayList<>();
    for (int i = 0; i < BARS; i++) {
      List<String> of = new ArrayList<>();
      for (int price = 0; price < 4; price++) {
        for (String bar : planted.subList(i * SYMBOLS, (i + 1) * SYMBOLS)) {
          String[] fields = bar.split(",", -1);
          long time = Instant.parse(fields[1]).toEpochMilli() + 5_000L * (price + 1);
          of.add(line(fields[0], time, i + "-" + price, fields[2 + price]));
        }
      }
      byBar.add(of);
    }
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
      List<String> of = byBar.get(BARS / 2);
      String[] fields = of.get(symbol).split(",", -1);
      of.add(of.get(symbol));
      of.add(line(fields[0], Long.parseLong(fields[1]) - HOUR, "late", fields[3]));
    }
    return new ArrayList<>(byBar.stream().flatMap(List::stream).toList());
  }

  private static String line(String symbol, long time, String id, String price) {
    return String.join(",", symbol, Long.toString(time), id, price, "1");
  }

  private static TrainingVerdict train(
      History history, TradingConfig config, String store, List<String> input) throws Exception {
    return Retraining.run(
            history,
            config,
            new Publication(
                dir.resolve(store).toString(), "test", Instant.parse("2026-01-01T00:00:00Z")),
            List.of("ensemble"),
            2,
            (name, text) -> {
              if (name.equals(Retraining.INPUT)) {
                input.add(text);
              }
            })
        .get(0);
  }

  private static StoredRelease release(String store) throws Exception {
    return ModelStore.existing(dir.resolve(store).toString()).list("ensemble").get(0);
  }

  private static TradingConfig config() {
    return ConfigLoader.load(
        null,
        List.of(
            "kafka.bootstrapServers='" + kafka.bootstrapServers() + "'",
            "kafka.partitions=" + PARTITIONS,
            "admission.arrivalTime=false",
            "admission.lateness=30s",
            "training.folds=2",
            "training.trees=60"));
  }

  /** What {@code train --kafka} says. */
  private static String command(int code, String brokers) throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      assertThat(
              Minhos.run(
                  "train",
                  "--kafka",
                  "--set",
                  "kafka.bootstrapServers='" + brokers + "'",
                  "--store",
                  dir.resolve("command").toString()))
          .isEqualTo(code);
    } finally {
      System.setErr(before);
    }
    return err.toString(StandardCharsets.UTF_8);
  }
}
