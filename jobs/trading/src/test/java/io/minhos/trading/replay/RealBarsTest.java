package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minhos.flink.files.MarketFile;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.output.Summary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real bars with their real gaps; skipped where the data are not beside the repository. */
class RealBarsTest {

  private static final Path BARS = Path.of("../../../shared/data/bars");

  @TempDir Path dir;

  @Test
  void refusesNothingOfAFutureWithAGapOf49Hours() throws Exception {
    Path file = BARS.resolve("cme-6EH4-minute-2024-01.csv.gz");
    assumeTrue(Files.exists(file), "needs " + file);
    Summary summary = replay(file, 2, "cme");
    assertThat(summary.input().rejected()).isEmpty();
    assertThat(summary.bars()).isEqualTo(29_996);
  }

  @Test
  void refusesNothingOverWeekendsAndGivesTheSameAtEveryParallelism() throws Exception {
    Path fx = BARS.resolve("fx-hourly-2012-2018.csv.gz");
    assumeTrue(Files.exists(fx), "needs " + fx);
    Path part = Files.write(dir.resolve("fx.csv"), head(fx, 20_001));
    Summary summary = replay(part, 1, "1");
    assertThat(summary.input().rejected()).isEmpty();
    assertThat(summary.bars()).isEqualTo(20_000);
    for (int parallelism : new int[] {2, 4}) {
      replay(part, parallelism, "" + parallelism);
      SameOutputs.assertSame(
          dir.resolve("" + parallelism),
          dir.resolve("1"),
          List.of(Replay.ORDERS, Replay.DECISIONS, Replay.PORTFOLIO));
    }
  }

  private Summary replay(Path file, int parallelism, String out) throws Exception {
    List<MarketFile> files = List.of(new MarketFile(file.toString(), MarketFile.Kind.BARS));
    String length = "bars.length=" + BarLengths.infer(files) + "ms";
    return Replay.run(
        ReplayInputs.withoutModels(files),
        ConfigLoader.load(null, List.of(length)),
        parallelism,
        dir.resolve(out));
  }

  private static List<String> head(Path gzip, int lines) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(gzip)), StandardCharsets.UTF_8))) {
      return reader.lines().limit(lines).toList();
    }
  }
}
