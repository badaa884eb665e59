package io.minhos.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.TradingConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TradingJobTest {

  @TempDir Path dir;

  @Test
  void settingsGoOverTheFile() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("config.yaml"), "risk:\n  kellyFraction: 0.2\n  minConfidence: 0.4\n");
    TradingConfig config =
        TradingJob.config(List.of("--set", "risk.kellyFraction=0.1", "--config", file.toString()));
    assertThat(config.risk().kellyFraction()).isEqualTo(0.1);
    assertThat(config.risk().minConfidence()).isEqualTo(0.4);
  }

  @Test
  void argumentsOfAnotherFormAreRefused() {
    for (List<String> args : List.of(List.of("--set"), List.of("--fresh", "x"), List.of("x"))) {
      assertThatThrownBy(() -> TradingJob.config(args))
          .isInstanceOf(ConfigException.class)
          .hasMessage("arguments must be [--config FILE] [--set key=value]…: " + args.get(0));
    }
  }
}
