package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {

  @TempDir Path folder;

  private int simulate(String signal, Path out) {
    return Minhos.run(
        "simulate", "--symbols", "2", "--bars", "5", "--signal", signal, "--out", out.toString());
  }

  @Test
  void writesTheBarsOfTheMarket() throws Exception {
    Path out = folder.resolve("bars.csv");
    assertThat(simulate("0.65", out)).isZero();
    assertThat(Files.readAllLines(out)).hasSize(11);
  }

  @Test
  void refusesASignalThatNoMarketHas() {
    Path out = folder.resolve("none.csv");
    assertThat(simulate("0.8", out)).isEqualTo(Minhos.WRONG_USAGE);
    assertThat(simulate("0.49", out)).isEqualTo(Minhos.WRONG_USAGE);
    assertThat(simulate("NaN", out)).isEqualTo(Minhos.WRONG_USAGE);
    assertThat(out).doesNotExist();
  }
}
