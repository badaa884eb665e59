package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HeatConfigTest {

  @Test
  void aReturnWeighsHalfAfterTheHalfLife() {
    assertThat(Math.pow(HeatConfig.defaults().decay(), 60)).isEqualTo(0.5, within(1e-14));
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> new HeatConfig(0.5, 20, 0.1, 0.25, 0.8, 0.3))
        .hasMessage("risk.heat.halfLifeBars must be in [1, 10000]: 0.5");
    assertThatThrownBy(() -> new HeatConfig(60, 1, 0.1, 0.25, 0.8, 0.3))
        .hasMessage("risk.heat.minReturns must be in [2, 10000]: 1");
    assertThatThrownBy(() -> new HeatConfig(60, 20, -0.1, 0.25, 0.8, 0.3))
        .hasMessage("risk.heat.shrinkage must be in [0, 1]: -0.1");
    assertThatThrownBy(() -> new HeatConfig(60, 20, 0.1, 0, 0.8, 0.3))
        .hasMessage("risk.heat.maxHeat must be in (0, 10]: 0.0");
    assertThatThrownBy(() -> new HeatConfig(60, 20, 0.1, 0.25, 1.1, 0.3))
        .hasMessage("risk.heat.softHeat must be in (0, 1]: 1.1");
    assertThatThrownBy(() -> new HeatConfig(60, 20, 0.1, 0.25, 0.8, Double.NaN))
        .hasMessage("risk.heat.toleratedCorrelation must be in [0, 1]: NaN");
  }
}
