package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.minhos.cli.LatencyReport.Quantiles;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.trading.output.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks of the job in small: what they count, not how fast this machine is. */
class BenchTest {

  private static final int MINUTE_MILLIS = 60_000;

  @TempDir Path dir;

  private final PrintStream realOut = System.out;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(realOut);
  }

  @Test
  void latencyIsOfOrdersThatBarsWithTheAnswersOfBothModelsCaused() throws Exception {
    assertThat(
            bench(
                "latency --symbols 3 --bars 40 --warm-up 200 --pace 40 --json --limit "
                    + MINUTE_MILLIS))
        .isZero();

    JsonNode report = Json.MAPPER.readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(report.path("answers"))
        .isEqualTo(Json.MAPPER.readTree("{\"ensemble\":120,\"lstm\":120}"));
    assertThat(report.path("orders").asInt()).isGreaterThan(40);
    for (String path : List.of("endToEndMillis", "toHeartbeatMillis", "fromHeartbeatMillis")) {
      assertQuantiles(report.path(path));
    }
    for (String model : BenchModels.IDS) {
      assertQuantiles(report.path("operatorMillis").path(model));
    }
  }

  /** Both models' first releases, which replace nothing, are no swaps. */
  @Test
  void swapsAreThoseThatReplaceARelease() {
    assertThat(bench("swaps --symbols 2 --bars 300 --swaps 6 --rate 1")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("600 bars read", " 8 releases, 6 swaps, 0 missing");
  }

  /**
   * Models are asked from the bar on at which their features are warm, the LSTM once 20 such
   * vectors are there: what is told of their time is of exactly these answers.
   */
  @Test
  void theBacktestsPartsAreOfAllAnswersAndAddUp() throws Exception {
    Path bars = BenchModels.simulated(dir.resolve("bars.csv"), 3, 400);
    assertThat(
            bench(
                "backtest --runs 2 --json --set training.trees=10 --set training.winprob.trees=20"
                    + String.join("", DemoCommand.SMALL.stream().map(s -> " --set " + s).toList())
                    + " --bars "
                    + bars))
        .isZero();

    JsonNode speed = Json.MAPPER.readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(speed.path("bars").asInt()).isEqualTo(1_200);
    assertThat(speed.path("rounds")).hasSize(2);
    int asked = 401 - FeatureSchema.SEQUENCE_8.warmUpBars() - 19;
    for (JsonNode round : speed.path("rounds")) {
      JsonNode used = round.path("inference");
      assertThat(used.path("lstm").path("rows").asInt()).isEqualTo(3 * asked);
      assertThat(used.path("ensemble").path("rows").asInt())
          .isEqualTo(3 * (401 - FeatureSchema.TABULAR.warmUpBars()));
      assertThat(used.path("winprob").path("rows").asInt()).isBetween(1, 3 * 400);
    }
    Map<String, Double> shares =
        Json.MAPPER.convertValue(
            speed.path("shares"), new TypeReference<LinkedHashMap<String, Double>>() {});
    assertThat(shares)
        .containsOnlyKeys(
            "lstm",
            "ensemble",
            "winprob",
            "features",
            "report",
            "Flink",
            "models, around their calls",
            "fusion, sizing, files",
            "compiler, collector",
            "rest");
    // Every stack may be known, and a model be loaded between two samples.
    Set<String> perhaps = Set.of("rest", "models, around their calls");
    double sum = 0;
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      sum += perhaps.contains(share.getKey()) ? share.getValue() : 0;
      if (!perhaps.contains(share.getKey())) {
        assertThat(share.getValue()).as(share.getKey()).isPositive();
        sum += share.getValue();
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
  }

  @Test
  void sharesAreOfAllRoundsTogetherAndTheRestIsWhatIsLeft() {
    BacktestSpeed speed =
        BacktestSpeed.of(1_000, 1, List.of(round(1, 2, 10, 5), round(1, 4, 30, 11)));

    assertThat(speed.shares())
        .containsExactly(
            entry("lstm", 16 / 40.0),
            entry("features", 2 / 40.0),
            entry("report", 2 / 40.0),
            entry("compiler, collector", 6 / 40.0),
            // Of 2 and 12 seconds that are left, by samples.
            entry("Flink", 7 / 40.0),
            entry("models, around their calls", 1.4 / 40.0),
            entry("fusion, sizing, files", 2.8 / 40.0),
            entry("rest", 2.8 / 40.0));
    assertThat(speed.inference()).isEqualTo(0.4);
    assertThat(speed.bySubtraction()).isEqualTo(34 / 40.0);
    assertThat(speed.describe())
        .contains("1,000 bars, 2 rounds, parallelism 1")
        .containsPattern("lstm +40\\.0 +36\\.7 +50\\.0 +8,000\\.00 +7")
        .contains("40.0 % by the time within their calls, 85.0 % by what");
  }

  private static BacktestSpeed.Round round(
      double features, double without, double with, double lstm) {
    Map<String, Long> samples = new LinkedHashMap<>();
    samples.put("Flink", 50L);
    samples.put("models, around their calls", 10L);
    samples.put("fusion, sizing, files", 20L);
    samples.put("rest", 20L);
    return new BacktestSpeed.Round(
        new BacktestSpeed.Spent(features, features),
        new BacktestSpeed.Spent(without, without),
        new BacktestSpeed.Spent(with, with),
        Map.of("lstm", new InferenceTimes.Use(7, 7, lstm)),
        1,
        3,
        samples);
  }

  @Test
  void samplesAreOfWhoIsInnermost() {
    String flink = "org.apache.flink.api.Serializer";
    String fusion = "io.minhos.domain.signals.SignalFusion";
    List<StackSamples.Stack> stacks =
        List.of(
            new StackSamples.Stack(1, List.of("io.minhos.trading.report.ReportPage")),
            new StackSamples.Stack(1, List.of("java.util.List", fusion)),
            new StackSamples.Stack(2, List.of("java.util.List", flink, fusion)),
            new StackSamples.Stack(2, List.of("com.fasterxml.jackson.Writer", fusion, flink)),
            new StackSamples.Stack(3, List.of(fusion, flink)),
            new StackSamples.Stack(3, List.of("io.minhos.engines.trees.FlatTrees", fusion, flink)),
            new StackSamples.Stack(
                3,
                List.of(
                    "io.minhos.engines.trees.FlatTrees", "io.minhos.cli.InferenceTimes$1", fusion)),
            new StackSamples.Stack(3, List.of("io.minhos.domain.features.Sums", flink)),
            new StackSamples.Stack(4, List.of("java.lang.Thread")));
    assertThat(BacktestSpeed.samples(stacks, 1))
        .containsExactly(
            entry("Flink", 1L),
            entry("models, around their calls", 1L),
            entry("fusion, sizing, files", 2L),
            entry("rest", 1L));
  }

  /** NIST's nearest rank: of 1 to 1000 the 50th percentile is 500. */
  @Test
  void quantilesAreByNearestRank() {
    assertThat(Quantiles.of(LongStream.rangeClosed(1, 1_000).toArray()))
        .isEqualTo(new Quantiles(500, 950, 990));
    assertThat(Quantiles.of(new long[] {7, 3})).isEqualTo(new Quantiles(3, 7, 7));
    assertThat(Quantiles.of(new long[0]).p99()).isNaN();
  }

  private static int bench(String arguments) {
    return Minhos.run(("bench " + arguments).split(" ", -1));
  }

  private static void assertQuantiles(JsonNode quantiles) {
    List<Double> values =
        List.of(
            quantiles.path("p50").asDouble(),
            quantiles.path("p95").asDouble(),
            quantiles.path("p99").asDouble());
    assertThat(values).isSorted().allSatisfy(value -> assertThat(value).isPositive());
  }
}
