package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.replay.Replay;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each configuration of deploy/config, on the data that it is for. */
class ConfigTemplatesTest {

  private static final Path TEMPLATES = Path.of("../../deploy/config");
  private static final Path DATA = Path.of("../../../shared/data");

  @TempDir Path dir;

  @Test
  void eachIsTriedHere() throws Exception {
    try (Stream<Path> files = Files.list(TEMPLATES)) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(f -> f.endsWith(".yaml")))
          .containsExactlyInAnyOrder(
              "fx-hourly.yaml", "crypto-minutes.yaml", "futures-ticks.yaml", "many-symbols.yaml");
    }
  }

  /** Three months of eight symbols. */
  @Test
  void fxByTheHour() throws Exception {
    Path bars = head("bars/fx-hourly-2012-2018.csv.gz", 12_000);
    JsonNode summary = replay("fx-hourly.yaml", "--bars", bars);
    assertThat(summary.get("bars").intValue()).isEqualTo(12_000);
    assertTrades(summary);
  }

  @Test
  void cryptoByTheMinute() throws Exception {
    Path trades = dir.resolve("btc.csv");
    assertThat(Minhos.run("import", "bitstamp", "--out", trades.toString())).isZero();
    assertTrades(replay("crypto-minutes.yaml", "--trades", trades));
  }

  @Test
  void futuresByTheSecond() throws Exception {
    Path ticks = head("ticks/binance-usdm-20240808.csv.gz", Integer.MAX_VALUE);
    JsonNode summary = replay("futures-ticks.yaml", "--trades", ticks);
    assertThat(summary.get("bars").intValue()).isGreaterThan(500);
    assertTrades(summary);
  }

  @Test
  void manySymbols() throws Exception {
    Path bars = dir.resolve("bars.csv");
    assertThat(
            Minhos.run("simulate", "--symbols", "200", "--bars", "200", "--out", bars.toString()))
        .isZero();
    JsonNode summary = replay("many-symbols.yaml", "--bars", bars);
    assertThat(summary.get("bars").intValue()).isEqualTo(200 * 200);
    assertTrades(summary);
  }

  private static void assertTrades(JsonNode summary) {
    JsonNode input = summary.get("input");
    assertThat(input.get("accepted").doubleValue())
        .isGreaterThan(0.999 * input.get("read").doubleValue());
    assertThat(summary.get("signals")).isEqualTo(summary.get("bars"));
    assertThat(summary.get("orders").intValue()).isPositive();
    assertThat(summary.get("executions").intValue()).isPositive();
    assertThat(summary.get("equity").get("end").doubleValue()).isBetween(50_000.0, 150_000.0);
  }

  private JsonNode replay(String template, String option, Path file) throws Exception {
    Path yaml = TEMPLATES.resolve(template);
    TradingConfig config = ConfigLoader.load(yaml, List.of());
    // It would say so of a length that the file has not.
    assertThat(config.bars().length().millis()).isPositive();
    Path out = dir.resolve("out");
    assertThat(
            Minhos.run(
                "replay",
                option,
                file.toString(),
                "--config",
                yaml.toString(),
                "--out",
                out.toString()))
        .isZero();
    return new ObjectMapper().readTree(out.resolve(Replay.SUMMARY).toFile());
  }

  /** The header and so many lines. */
  private Path head(String name, int lines) throws Exception {
    Path source = DATA.resolve(name);
    assumeTrue(Files.exists(source), () -> "without " + source + " there is nothing to replay");
    Path file = dir.resolve("head.csv");
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(source)), StandardCharsets.UTF_8))) {
      Files.write(file, in.lines().limit(1L + lines).toList());
    }
    return file;
  }
}
