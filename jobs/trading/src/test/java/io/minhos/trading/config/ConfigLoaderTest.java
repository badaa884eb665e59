package io.minhos.trading.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.domain.risk.HeatConfig;
import io.minhos.domain.safeguards.SafeguardConfig;
import io.minhos.domain.signals.RegimeConfig;
import io.minhos.domain.technical.TechnicalConfig;
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
    // What the domain's own tests are run with is what is traded with.
    assertThat(config.safeguards()).isEqualTo(SafeguardConfig.defaults());
    assertThat(config.regime()).isEqualTo(RegimeConfig.defaults());
    assertThat(config.technical()).isEqualTo(TechnicalConfig.defaults());
    assertThat(config.risk().heat()).isEqualTo(HeatConfig.defaults());
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
  @CsvSource({"1e-1, 0.1", ".5, 0.5", "1.0E-1, 0.1", "1, 1"})
  void readsDecimalsThatYamlTakesForText(String written, double number) {
    assertThat(
            ConfigLoader.load(null, List.of("risk.kellyFraction=" + written))
                .risk()
                .kellyFraction())
        .isEqualTo(number);
  }

  @Test
  void namesAFileThatCannotBeRead() {
    assertThatThrownBy(() -> ConfigLoader.load(dir, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(dir.toString());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "risk.kellyFraction=3 | risk.kellyFraction must be in (0, 1]: 3.0",
        "risk.kelyFraction=0.2 | unknown key risk.kelyFraction",
        "bars.length=soon | bars.length must be a number with ms, s, m, h or d, at most 36500d: soon",
        "technical.rsiOversold=80 | technical.rsiOversold must be in (0, 50): 80",
        "jump.window=x | jump.window",
        "instruments.bySymbol.ES.tickSize=0.25 | instruments.bySymbol.ES",
        "portfolios=[] | portfolios must name at least one: []",
        "labels.horizonBars=0 | labels.horizonBars must be >= 1: 0",
        "nonsense | a setting must be key=value: nonsense",
        "metrics.watchedSymbols=[A, A] | metrics.watchedSymbols must be symbols, each once and none"
            + " blank, at most 20: [A, A]",
        "portfolios=[main, main] | portfolios must be names, each once and none blank: [main, main]",
        "portfolios=[main, ' '] | portfolios must be names, each once and none blank: [main,  ]",
        "portfolios=[main, null] | portfolios[1] must be text, a number in quotes: null",
        "portfolios=main | portfolios must be a list: main",
        "portfolios=[7] | portfolios[0] must be text, a number in quotes: 7",
        "instruments.bySymbol.ES=null | instruments.bySymbol.ES must be a map of [tickSize,",
        "executionMode=1 | executionMode must be one of [simulated, external]: 1",
        "executionMode='1' | executionMode must be one of [simulated, external]: 1",
        "executionMode=live | executionMode must be one of [simulated, external]: live",
        "execution.timeout=0s | execution.timeout must be >= 1ms: 0ms",
        "execution.commissionBps=-1 | execution.commissionBps must be in [0, 1000]: -1.0",
        "execution.participation=2 | execution.participation must be in [0, 1]: 2.0",
        "admission.arrivalTime=2 | admission.arrivalTime must be true or false: 2",
        "admission.arrivalTime='true' | admission.arrivalTime must be true or false: true",
        "risk.kellyFraction='0.2' | risk.kellyFraction must be a number: 0.2",
        "risk.kellyFraction=true | risk.kellyFraction must be a number: true",
        "risk.kellyFraction=null | risk.kellyFraction must be a number: null",
        "risk.startingCash=NaN | risk.startingCash must be a number: NaN",
        "jump.window='31' | jump.window must be a whole number of at most 2147483647: 31",
        "jump.window=31.0 | jump.window must be a whole number of at most 2147483647: 31.0",
        "jump.window=3000000000 | jump.window must be a whole number of at most 2147483647: 3",
        "jump.window=2000000000 | jump.window must be in [5, 10000]: 2000000000",
        "models.seed=1.5 | models.seed must be a whole number of at most 9223372036854775807: 1.5",
        "inference.slotSharingGroup=5 | inference.slotSharingGroup must be text",
        "inference.device=gpu | inference.device must be one of cpu, cuda: gpu",
        "inference.gpu=-1 | inference.gpu must be >= 0: -1",
        "inference.gpus=-1 | inference.gpus must be >= 0: -1",
        "inference.gpus=1 | inference.slotSharingGroup must be one of its own with gpus > 0: default",
        "inference={lstmEngine: onnx, device: cpu, gpu: 0, sequenceLength: 20, batchSize: 1,"
            + " lstmThreshold: 0, ensembleThreshold: 0, slotSharingGroup: gpu, gpus: 1, slot:"
            + " {cpuCores: 1, heapMegabytes: 1, managedMegabytes: 0}} | inference.device must be"
            + " cuda with gpus > 0: cpu",
        "inference.slot.cpuCores=0 | inference.slot.cpuCores must be > 0: 0",
        "inference.slot.heapMegabytes=0 | inference.slot.heapMegabytes must be >= 1: 0",
        "inference.slot.managedMegabytes=-1 | inference.slot.managedMegabytes must be >= 0: -1",
        "kafka.bootstrapServers=' ' | kafka.bootstrapServers must be host:port, at least one: ' '",
        "bars.length=60000 | bars.length must be a number with ms, s, m, h or d, at most 36500d: 6",
        "bars.length=999999999999d | at most 36500d: 999999999999d",
        "bars.length.x=1 | bars.length must be a number with ms, s, m, h or d, at most 36500d: {",
        "fusion={technicalWeight: 0, lstmWeight: 0, ensembleWeight: 0, neutralBand: 0.1,"
            + " adaptation: {technicalInTrend: 1, technicalInRange: 1, technicalInHighVolatility: 1,"
            + " modelsInTrend: 1, modelsInRange: 1, modelsInHighVolatility: 1,"
            + " accuracySensitivity: 0, minFactor: 1, maxFactor: 1}} |"
            + " fusion.technicalWeight + lstmWeight + ensembleWeight must be > 0: 0",
        "fusion.lstmWeight=2 | fusion.lstmWeight must be in [0, 1]: 2.0",
        "fusion={lstmWeight: 1} | missing key fusion.technicalWeight",
        "risk= | a setting must be key=value, '' for an empty text: risk=",
        "risk=null | risk must be a map of [startingCash, maxPositionFraction,",
        "risk=5 | risk must be a map of [startingCash, maxPositionFraction,",
        "=5 | a setting must be key=value: =5",
        "risk..x=5 | unknown key risk., known here: [startingCash,",
        "training.lstm.x=5 | unknown key training.lstm.x, known here: [folds,",
      })
  void namesTheKeyTheValueAndTheBound(String setting, String message) {
    assertThatThrownBy(() -> ConfigLoader.load(null, List.of(setting)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
