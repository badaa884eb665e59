package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.flink.files.MalformedFileException;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.trading.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarLengthsTest {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  @TempDir Path dir;

  @Test
  void areTheSmallestStepOfTheFiles() throws Exception {
    assertThat(BarLengths.infer(List.of(bars("a", 0, 5, 6), bars("b", 3, 4), bars("c", 9))))
        .isEqualTo(MINUTE);
    MarketFile one = bars("one", 9);
    assertThatThrownBy(() -> BarLengths.infer(List.of(one)))
        .isInstanceOf(MalformedFileException.class);
  }

  /** By the shorter of them, an hour would be known a minute after it began. */
  @Test
  void areNotGuessedWhereFilesDiffer() throws Exception {
    MarketFile minutes = bars("minutes", 0, 1, 2);
    MarketFile hours = bars("hours", 0, 60, 120);
    assertThatThrownBy(() -> BarLengths.infer(List.of(minutes, hours)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "bars.length must be set where files have different steps: %s 60000ms, %s 3600000ms",
            minutes.path(), hours.path());
  }

  @Test
  void areAtMostTheStepOfEachFile() throws Exception {
    List<MarketFile> files = List.of(bars("hours", 0, 60, 120), bars("minutes", 0, 1, 2));
    assertThatCode(() -> BarLengths.check(files, MINUTE)).doesNotThrowAnyException();
    assertThatThrownBy(() -> BarLengths.check(files, HOUR))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "bars.length must be at most the smallest step of %s (60000ms): 3600000ms",
            files.get(1).path());
  }

  private MarketFile bars(String name, int... minutes) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("symbol,open_time,open,high,low,close,volume");
    for (int minute : minutes) {
      lines.add("A," + Instant.ofEpochMilli(minute * MINUTE) + ",1,1,1,1,1");
    }
    return new MarketFile(Files.write(dir.resolve(name), lines).toString(), Kind.BARS);
  }
}
