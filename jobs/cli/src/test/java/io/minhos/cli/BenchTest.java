package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.minhos.cli.LatencyReport.Quantiles;
import io.minhos.trading.output.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The benchmarks of the job in small: what they count, not how fast this machine is. */
class BenchTest {

  private static final int MINUTE_MILLIS = 60_000;

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
