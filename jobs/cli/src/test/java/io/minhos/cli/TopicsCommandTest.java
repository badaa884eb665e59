package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.cli.embedded.EmbeddedKafka;
import io.minhos.trading.kafka.BytesProducer;
import io.minhos.trading.kafka.MarketDataCodec;
import io.minhos.trading.kafka.Topics;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TopicsCommandTest {

  @TempDir Path dir;

  @RegisterExtension final Printed printed = new Printed();
  private final ByteArrayOutputStream out = printed.out;
  private final ByteArrayOutputStream err = printed.err;

  @Test
  void tailGoesOnPastWhatCannotBeReadAndNamesTopicsThatAreThere() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
      topics(kafka, 0, "create");
      try (var producer = BytesProducer.open(kafka.bootstrapServers())) {
        byte[] marker = new MarketDataCodec().encodeMarker(59_999);
        for (byte[] value : new byte[][] {bytes("short"), bytes("no Avro at all"), null, marker}) {
          producer.send(new ProducerRecord<>(Topics.TRADES, 0, null, value)).get();
        }
        for (byte[] value :
            new byte[][] {bytes("{\n \"a\":1}"), null, bytes("{"), bytes("{\"a\":2}")}) {
          producer.send(new ProducerRecord<>(Topics.PORTFOLIO, 0, bytes("main"), value)).get();
        }
      }

      List<String> market = topics(kafka, 0, "tail", Topics.TRADES);
      assertThat(market).hasSize(4);
      assertThat(market.get(0))
          .isEqualTo(
              "{\"topic\":\"md.trades.v1\",\"partition\":0,\"offset\":0,\"key\":null,"
                  + "\"error\":\"bytes=5\"}");
      assertThat(market.get(1)).contains("\"offset\":1", "\"error\":\"fingerprint=");
      assertThat(market.get(2)).contains("\"offset\":2", "\"error\":\"no value");
      assertThat(market.get(3)).contains("59999").doesNotContain("error");

      List<String> portfolio = topics(kafka, 0, "tail", Topics.PORTFOLIO);
      assertThat(portfolio).hasSize(4).startsWith("{  \"a\":1}").endsWith("{\"a\":2}");
      assertThat(portfolio.get(1))
          .contains("\"offset\":1,\"key\":\"main\",\"error\":\"no value: its key is deleted\"");
      assertThat(portfolio.get(2)).contains("\"offset\":2", "\"error\":\"Unexpected end-of-input");

      topics(kafka, 2, "tail", "orders");
      assertThat(err.toString(StandardCharsets.UTF_8))
          .startsWith("minhos: TOPIC must be one of [accuracy.v1, acks.v1, alerts.v1, ")
          .contains("]: orders\n");
    }
  }

  /** With the marks that complete the bar that they are in. */
  @Test
  void publishesTheTradesOfAFileAndNamesTheLinesThatAreNone() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("trades.csv"),
            """
            symbol,event_time_ms,trade_id,price,size
            BTC,1000,1,100,1
            BTC,soon,2,100,1
            BTC,2000,3,101.5,2
            """);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
      topics(kafka, 2, "publish", "--trades", file.toString());
      assertThat(err.toString(StandardCharsets.UTF_8))
          .startsWith("minhos: md.trades.v1 must be there, 'minhos topics create' makes it");
      topics(kafka, 0, "create");
      err.reset();

      assertThat(topics(kafka, 0, "publish", "--trades", file.toString()))
          .containsExactly("published=2 refused=1");
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("\"ordinal\":3", "UNPARSABLE");

      List<String> published = topics(kafka, 0, "tail", Topics.TRADES);
      assertThat(published).filteredOn(line -> line.contains("\"price\":101.5")).hasSize(1);
      assertThat(published).filteredOn(line -> line.contains("\"trade\":{")).hasSize(2);
      // Twice at the end, past the lateness of 5 s, in each of four partitions.
      assertThat(published)
          .filteredOn(line -> line.contains("\"time\":65000,\"trade\":null"))
          .hasSize(8);
    }
  }

  private List<String> topics(EmbeddedKafka kafka, int exitCode, String... arguments) {
    out.reset();
    String[] args = new String[arguments.length + 3];
    args[0] = "topics";
    System.arraycopy(arguments, 0, args, 1, arguments.length);
    args[args.length - 2] = "--set";
    args[args.length - 1] = "kafka.bootstrapServers='" + kafka.bootstrapServers() + "'";
    assertThat(Minhos.run(args)).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(exitCode);
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
