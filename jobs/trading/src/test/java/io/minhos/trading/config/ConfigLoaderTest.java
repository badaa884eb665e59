package io.minhos.trading.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {

  @TempDir Path dir;

  @Test
  void loadsTheDefaults() {
    TradingConfig config = ConfigLoader.load(null, List.of());
    assertThat(config.bars().length().millis()).isEqualTo(60_000);
    assertThat(config.risk().maxPositionFraction()).isEqualTo(0.05);
  }

  @Test
  void putsTheFileOverTheDefaultsAndSettingsOverTheFile() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("c.yaml"), "bars: {length: 5m}\nrisk: {kellyFraction: 0.5}\n");
    TradingConfig config = ConfigLoader.load(file, List.of("risk.kellyFraction=0.1"));
    assertThat(config.bars().length().millis()).isEqualTo(300_000);
    assertThat(config.risk().kellyFraction()).isEqualTo(0.1);
    assertThat(ConfigLoader.sets(file, "bars.length")).isTrue();
    assertThat(ConfigLoader.sets(file, "jump.window")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "risk.kellyFraction=3 | risk.kellyFraction must be in (0, 1]: 3.0",
        "risk.kelyFraction=0.2 | unknown key risk.kelyFraction",
        "bars.length=soon | bars.length must be a number with ms, s, m, h or d: soon",
        "technical.rsiOversold=80 | technical.rsiOversold must be in (0, 50): 80",
        "jump.window=x | jump.window",
        "instruments.bySymbol.ES.tickSize=0.25 | instruments.bySymbol.ES",
        "portfolios=[] | portfolios must name at least one: []",
        "labels.horizonBars=0 | labels.horizonBars must be >= 1: 0",
        "nonsense | a setting must be key=value: nonsense",
      })
  void namesTheKeyTheValueAndTheBound(String setting, String message) {
    assertThatThrownBy(() -> ConfigLoader.load(null, List.of(setting)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
