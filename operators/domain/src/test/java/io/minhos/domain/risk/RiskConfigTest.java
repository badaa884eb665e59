package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RiskConfigTest {

  private static RiskConfig with(
      double cash, double cap, double fixed, double kelly, double minConfidence, int horizon) {
    return new RiskConfig(cash, cap, fixed, kelly, minConfidence, 0.1, 2, 3, horizon, 1);
  }

  private static RiskConfig with(
      double minStrength, double stopAtr, double targetAtr, double gross) {
    return new RiskConfig(1, 1, 1, 1, 0, minStrength, stopAtr, targetAtr, 1, gross);
  }

  @Test
  void defaultsAreValid() {
    assertThat(RiskConfig.defaults().maxPositionFraction()).isEqualTo(0.05);
    assertThat(RiskConfig.defaults().kellyFraction()).isEqualTo(0.25);
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> with(0, 0.05, 0.05, 0.25, 0.3, 10))
        .hasMessage("risk.startingCash must be > 0: 0.0");
    assertThatThrownBy(() -> with(1, 1.01, 0.05, 0.25, 0.3, 10))
        .hasMessage("risk.maxPositionFraction must be in (0, 1]: 1.01");
    assertThatThrownBy(() -> with(1, 0.05, 0, 0.25, 0.3, 10))
        .hasMessage("risk.fixedFraction must be in (0, 1]: 0.0");
    assertThatThrownBy(() -> with(1, 0.05, 0.05, 3, 0.3, 10))
        .hasMessage("risk.kellyFraction must be in (0, 1]: 3.0");
    assertThatThrownBy(() -> with(1, 0.05, 0.05, 0, 0.3, 10))
        .hasMessage("risk.kellyFraction must be in (0, 1]: 0.0");
    assertThatThrownBy(() -> with(1, 0.05, 0.05, 0.25, Double.NaN, 10))
        .hasMessage("risk.minConfidence must be in [0, 1]: NaN");
    assertThatThrownBy(() -> with(1, 0.05, 0.05, 0.25, 0.3, 0))
        .hasMessage("risk.holdingHorizonBars must be >= 1: 0");
    assertThatThrownBy(() -> with(-0.1, 2, 3, 1))
        .hasMessage("risk.minStrength must be in [0, 1]: -0.1");
    assertThatThrownBy(() -> with(0, 0, 3, 1)).hasMessage("risk.stopAtr must be > 0: 0.0");
    assertThatThrownBy(() -> with(0, 2, Double.POSITIVE_INFINITY, 1))
        .hasMessage("risk.targetAtr must be > 0: Infinity");
    assertThatThrownBy(() -> with(0, 2, 3, 20.5))
        .hasMessage("risk.maxGrossExposure must be in (0, 20]: 20.5");
  }
}
