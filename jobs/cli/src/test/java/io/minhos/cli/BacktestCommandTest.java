package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.minhos.trading.output.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BacktestCommandTest {

  @TempDir Path dir;

  @RegisterExtension final Printed printed = new Printed();
  private final ByteArrayOutputStream out = printed.out;
  private final ByteArrayOutputStream err = printed.err;

  /** Too short to train on: each step is refused for that, and the rest goes on. */
  private int scenarios(String seed, String... more) {
    List<String> all =
        new ArrayList<>(List.of("backtest", "--scenario", "flash-crash,calm", "--length", "400"));
    all.addAll(List.of("--symbols", "2", "--step", "399", "--ready-after", "5m", "--seed", seed));
    all.addAll(List.of("--out", dir.toString()));
    all.addAll(List.of(more));
    return Minhos.run(all.toArray(new String[0]));
  }

  @Test
  void printsATableOfScenariosAndKeepsWhatEachCameTo() throws Exception {
    assertThat(scenarios("1")).isZero();
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .matches(
            "scenario +bars +released +trades +won +portfolio +constant size +technical +hold .*");
    assertThat(lines.get(1)).matches("calm +800 +0 of 1 .*");
    assertThat(lines.get(2)).matches("flash-crash +800 +0 of 1 .*");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("calm: step 1 of 1, 0 %")
        .contains("calm: replay with the releases, 33 %, about ")
        .contains("flash-crash: 100 %");

    out.reset();
    assertThat(scenarios("1", "--json")).isZero();
    String json = out.toString(StandardCharsets.UTF_8);
    assertThat(dir.resolve("scenarios.json")).hasContent(json);
    JsonNode calm = Json.MAPPER.readTree(json).get("calm");
    assertThat(calm.at("/steps/0/verdicts/0/reasons/0").asText())
        .startsWith("TOO_LITTLE_HISTORY: rows=");
    assertThat(calm).isEqualTo(Json.MAPPER.readTree(dir.resolve("calm/walkforward.json").toFile()));
    assertThat(dir.resolve("calm/report.html"))
        .content()
        .contains("Walking forward", "TOO_LITTLE_HISTORY: rows=");
    assertThat(dir.resolve("calm/technical/report.html"))
        .content()
        .doesNotContain("Walking forward");

    byte[] market = Files.readAllBytes(dir.resolve("calm/market.csv"));
    assertThat(scenarios("2")).isEqualTo(Minhos.WRONG_USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("minhos: BACKTEST_DIFFERS: out=" + dir.resolve("calm") + " key=market");
    assertThat(Files.readAllBytes(dir.resolve("calm/market.csv"))).isEqualTo(market);
    assertThat(scenarios("1", "--horizon", "2")).isEqualTo(Minhos.WRONG_USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("BACKTEST_DIFFERS: out=" + dir.resolve("calm") + " key=config value=");
  }

  @Test
  void readingTellsHowMuchIsLeftWhereThatIsKnown() {
    assertThat(ReadProgress.describe(12_345, OptionalLong.empty(), 9))
        .isEqualTo("12,345 records read");
    OptionalLong all = OptionalLong.of(50_000_000);
    assertThat(ReadProgress.describe(12_000_000, all, 10))
        .isEqualTo("12,000,000 of 50,000,000 records read, 24 %, about 32 s left");
    assertThat(ReadProgress.describe(50_000_000, all, 42))
        .isEqualTo("50,000,000 of 50,000,000 records read, 100 %");
    assertThat(ProgressBar.of(0, 50)).isEqualTo("[..............................] ");
    assertThat(ProgressBar.of(24, 50)).isEqualTo("[##############................] ");
    assertThat(ProgressBar.of(50_000_000_000L, 50_000_000_000L))
        .isEqualTo("[##############################] ");
  }

  @Test
  void saysHowFarItIs() {
    assertThat(BacktestProgress.describe(0, 13, "step 1 of 11", 0, 0))
        .isEqualTo("step 1 of 11, 0 %");
    assertThat(BacktestProgress.describe(2, 13, "step 3 of 11", 2, 153))
        .isEqualTo("step 3 of 11, 15 %, about 14 min left");
    // Of what was done before the start nothing is known.
    assertThat(BacktestProgress.describe(10, 13, "step 11 of 11", 1, 20))
        .isEqualTo("step 11 of 11, 76 %, about 60 s left");
    assertThat(BacktestProgress.describe(13, 13, "", 4, 20)).isEqualTo("100 %");
  }

  @Test
  void walksThroughFiles() throws Exception {
    Path bars = dir.resolve("bars.csv");
    Path results = dir.resolve("results");
    assertThat(Minhos.run("simulate", "--bars", "150", "--out", bars.toString())).isZero();
    out.reset();
    assertThat(
            Minhos.run(
                "backtest",
                "--bars",
                bars.toString(),
                "--train-window",
                "90",
                "--step",
                "60m",
                "--ready-after",
                "0",
                "--only",
                "ensemble",
                "--out",
                results.toString()))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            "600 bars from 2020-01-01T00:00:00Z to 2020-01-01T02:30:00Z, traded from"
                + " 2020-01-01T01:30:00Z")
        .contains("No release answered: technical analysis traded alone.")
        .containsPattern("\n +1 +2020-01-01T01:30:00Z +2020-01-01T01:30:00Z +ensemble +refused ")
        .containsPattern("\ntechnical analysis alone +-?0\\.0");
    assertThat(results.resolve("technical/orders.jsonl")).exists();
  }
}
