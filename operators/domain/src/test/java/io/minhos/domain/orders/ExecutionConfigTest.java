package io.minhos.domain.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExecutionConfigTest {

  @Test
  void slippageIsAlwaysAgainstTheOrder() {
    ExecutionConfig config = new ExecutionConfig(0, 10);
    assertThat(config.slipped(100, Side.BUY)).isEqualTo(100.1, within(1e-12));
    assertThat(config.slipped(100, Side.SELL)).isEqualTo(99.9, within(1e-12));
    assertThat(config.slipped(-100, Side.BUY)).isEqualTo(-99.9, within(1e-12));
    assertThat(config.slipped(-100, Side.SELL)).isEqualTo(-100.1, within(1e-12));
  }

  @Test
  void commissionIsPaidOnAbsoluteNotional() {
    ExecutionConfig config = new ExecutionConfig(5, 0);
    assertThat(config.commission(3, 200)).isEqualTo(0.3, within(1e-12));
    assertThat(config.commission(3, -200)).isEqualTo(0.3, within(1e-12));
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> new ExecutionConfig(-1, 0))
        .hasMessage("execution.commissionBps must be in [0, 1000]: -1.0");
    assertThatThrownBy(() -> new ExecutionConfig(0, 1000.5))
        .hasMessage("execution.slippageBps must be in [0, 1000]: 1000.5");
    assertThatThrownBy(() -> new ExecutionConfig(Double.NaN, 0))
        .hasMessage("execution.commissionBps must be in [0, 1000]: NaN");
    assertThatThrownBy(() -> new ExecutionConfig(0, 0, 1.01, 1, 0))
        .hasMessage("execution.participation must be in [0, 1]: 1.01");
    assertThatThrownBy(() -> new ExecutionConfig(0, 0, 1, 0, 0))
        .hasMessage("execution.orderBars must be >= 1: 0");
    assertThatThrownBy(() -> new ExecutionConfig(0, 0, 1, 1, -1))
        .hasMessage("execution.minNotional must be >= 0: -1.0");
  }
}
