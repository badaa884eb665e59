package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketFilesTest {

  private static final String HEADER = "symbol,open_time,open,high,low,close,volume";

  @TempDir Path dir;

  @Test
  void refusesLengthsThatTheFilesDoNotHave() throws Exception {
    Path minutes =
        write(
            "minutes.csv", "A,2024-01-01T00:00:00Z,1,1,1,1,1", "A,2024-01-01T00:01:00Z,1,1,1,1,1");
    Path hours =
        write("hours.csv", "B,2024-01-01T00:00:00Z,1,1,1,1,1", "B,2024-01-01T01:00:00Z,1,1,1,1,1");
    assertThat(replay(minutes, hours)).isEqualTo(Minhos.WRONG_USAGE);
    assertThat(replay(minutes, hours, "--bar-length", "1h")).isEqualTo(Minhos.WRONG_USAGE);
    assertThat(replay(minutes, hours, "--set", "bars.length=1h")).isEqualTo(Minhos.WRONG_USAGE);
    assertThat(dir.resolve("out")).doesNotExist();
  }

  private int replay(Path first, Path second, String... more) {
    List<String> all =
        new ArrayList<>(List.of("replay", "--out", dir.resolve("out").toString(), "--bars"));
    all.addAll(List.of(first.toString(), second.toString()));
    all.addAll(List.of(more));
    return Minhos.run(all.toArray(new String[0]));
  }

  private Path write(String name, String... lines) throws Exception {
    return Files.writeString(dir.resolve(name), HEADER + "\n" + String.join("\n", lines));
  }
}
