package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.cli.data.PlantedMarket;
import io.minhos.domain.leaks.FeatureColumn;
import io.minhos.domain.leaks.FeatureRun;
import io.minhos.domain.market.Bar;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

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
  void whatIsComputedKnowsNeitherTheFutureNorWhereTheDataBegan() throws Exception {
    Path bars = market(2, 2_000, 0.5);
    assertThat(Minhos.run("check", "lookahead", "--bars", bars.toString(), "--points", "10"))
        .isZero();
    assertThat(printed()).contains("no lookahead: 45 values a bar, 2 symbols, 4,000 bars");
    assertThat(Minhos.run("check", "warmup", "--bars", bars.toString(), "--points", "10")).isZero();
    assertThat(printed()).contains("tabular.rsi").contains("none is used early");
    // Averages that never forget are held to what they are held to.
    assertThat(
            Minhos.run(
                "check", "warmup", "--bars", bars.toString(), "--tolerance", "1e-6", "--json"))
        .isEqualTo(Minhos.FAILED);
    assertThat(printed()).contains("\"early\":[").contains("\"tabular.ema50Distance\"");
  }

  @Test
  void aFeatureThatUsesTheNextBarIsCaughtAndNamed() {
    FeatureRun leaking =
        new FeatureRun() {
          @Override
          public List<FeatureColumn> columns() {
            return List.of(new FeatureColumn("test.next", FeatureColumn.Kind.WINDOW, 1));
          }

          @Override
          public double[][] values(List<Bar> bars, int from) {
            return IntStream.range(from, bars.size())
                .mapToObj(i -> new double[] {bars.get(Math.min(i + 1, bars.size() - 1)).close()})
                .toArray(double[][]::new);
          }
        };
    TreeMap<String, List<Bar>> bars = new TreeMap<>();
    bars.put(
        "A",
        IntStream.range(0, 100)
            .mapToObj(i -> Bar.of("A", i * 60_000L, (i + 1) * 60_000L, i + 1, i + 2, i, i + 1, 1))
            .toList());
    CheckCommand.LookaheadCheck check = new CheckCommand.LookaheadCheck();
    check.points = 1;
    assertThat(check.report(bars, leaking)).isEqualTo(Minhos.FAILED);
    assertThat(printed())
        .startsWith("LOOKAHEAD: feature=test.next symbol=A time=1970-01-01T")
        .contains("1 leaks: 1 values a bar");
  }

  @Test
  void nothingIsFoundInShuffledLabels() throws Exception {
    // The market of which the gate releases a model, see TrainTest.
    Path bars = market(4, 3_000, 0.65);
    assertThat(
            Minhos.run(
                "check",
                "labels",
                "--bars",
                bars.toString(),
                "--set",
                "training.folds=2",
                "--set",
                "training.trees=60"))
        .isZero();
    assertThat(printed()).contains("ensemble  refused").contains("NO_SKILL:");
  }

  private Path market(int symbols, int bars, double signal) throws Exception {
    Path file = dir.resolve("bars.csv");
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      new PlantedMarket(symbols, 60_000, signal, 11).write(bars, writer);
    }
    return file;
  }

  private String printed() {
    String text = out.toString(StandardCharsets.UTF_8);
    out.reset();
    return text;
  }
}
