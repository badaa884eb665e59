package io.minhos.cli.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.flink.files.MarketFile;
import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestSettingsTest {

  @TempDir Path dir;

  private Path first;
  private Path second;

  @BeforeEach
  void files() throws IOException {
    first = file("2023", "a");
    second = file("2024", "b");
  }

  private Path file(String year, String content) throws IOException {
    return Files.writeString(
        Files.createDirectories(dir.resolve(year)).resolve("EURUSD.csv"), content);
  }

  private BacktestSettings settings() throws IOException {
    return BacktestSettings.of(
        List.of(
            new MarketFile(first.toString(), MarketFile.Kind.BARS),
            new MarketFile(second.toString(), MarketFile.Kind.BARS)),
        ConfigLoader.load(null, List.of()),
        new Backtest.Terms(2, 1, 0, List.of("ensemble")),
        "1");
  }

  @Test
  void filesOfOneNameAreTwo() throws IOException {
    Path out = dir.resolve("out");
    settings().write(out);
    assertThat(settings().values()).containsKeys("BARS 2023/EURUSD.csv", "BARS 2024/EURUSD.csv");
    assertThatCode(() -> settings().requireSame(out)).doesNotThrowAnyException();

    file("2023", "changed");
    assertThatThrownBy(() -> settings().requireSame(out))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("BACKTEST_DIFFERS: out=" + out + " key=BARS 2023/EURUSD.csv ");
  }

  @Test
  void doesNotGoOnWithOtherCode() throws IOException {
    Path out = dir.resolve("out");
    settings().write(out);
    Path plan = out.resolve(BacktestSettings.FILE);
    String code = settings().values().get("code");
    assertThat(code).isEqualTo(OwnCode.sha256()).hasSize(64);
    Files.writeString(plan, Files.readString(plan).replace(code, "0".repeat(64)));

    assertThatThrownBy(() -> settings().requireSame(out))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("BACKTEST_DIFFERS: out=" + out + " key=code value=" + code);
  }
}
