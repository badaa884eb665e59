package io.minhos.flink.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.risk.PortfolioEngine;
import io.minhos.domain.risk.PortfolioState;
import io.minhos.domain.risk.PortfolioStep;
import io.minhos.domain.risk.RiskConfig;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.WinEstimate;
import io.minhos.flink.metrics.Shown;
import io.minhos.flink.metrics.TradingMetric;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One that buys A and B at 100, 5 % of 100,000 at a confidence of 0.8 each, and sees 110. */
class PortfolioGaugesTest {

  private static final long MINUTE = 60_000;

  private final Shown shown = new Shown();
  private final PortfolioGauges gauges = new PortfolioGauges(Set.of("A"), shown.group());
  private final PortfolioEngine engine =
      PortfolioEngine.simulated(
          new RiskConfig(100_000, 0.05, 0.05, 0.25, 0.3, 0.1, 20, 30, 20, 1),
          new ExecutionConfig(0, 0),
          new Instruments(Map.of(), new Instrument(0.01, 1, false), false));

  @Test
  void showsPositionsAndLimitsAndWhatTheLastTradeWasSizedBy() {
    PortfolioState state = engine.initial("main");
    for (int n = 0; n < 3; n++) {
      double price = n < 2 ? 100 : 110;
      PortfolioStep step =
          engine.step(
              state, (n + 1) * MINUTE - 1, List.of(signal("A", n, price), signal("B", n, price)));
      gauges.show(step, engine.risk());
      state = step.state();
      if (n == 0) {
        assertThat(value(TradingMetric.POSITION_VALUE, "A")).isZero();
      }
    }
    // 0.05 · 0.8 of 100,000 at 100 are 40, of each, worth 4,400 at 110; 8,800 of 100,800.
    assertThat(value(TradingMetric.ASKED_FRACTION, "A")).isEqualTo(0.04, offset(1e-12));
    assertThat(value(TradingMetric.WIN_PROBABILITY, "A")).isEqualTo(0.5);
    assertThat(shown.value(TradingMetric.RISK_FACTOR, "main", "A", "drawdown")).isEqualTo(1);
    assertThat(value(TradingMetric.POSITION_VALUE, "A")).isEqualTo(4_400, offset(1e-6));
    assertThat(value(TradingMetric.POSITION_PNL, "A")).isEqualTo(400, offset(1e-6));
    assertThatThrownBy(() -> value(TradingMetric.POSITION_VALUE, "B"))
        .isInstanceOf(NoSuchElementException.class);
    assertThat(shown.value(TradingMetric.EQUITY, "main")).isEqualTo(100_800, offset(1e-6));
    assertThat(shown.value(TradingMetric.UNREALISED_PNL, "main")).isEqualTo(800, offset(1e-6));
    assertThat(shown.value(TradingMetric.OPEN_POSITIONS, "main")).isEqualTo(2);
    assertThat(shown.value(TradingMetric.GROSS_EXPOSURE, "main"))
        .isEqualTo(8_800 / 100_800.0, offset(1e-9));
    assertThat(shown.value(TradingMetric.DAILY_LOSS, "main")).isEqualTo(-0.008, offset(1e-9));
    assertThat(shown.value(TradingMetric.DRAWDOWN_FACTOR, "main")).isEqualTo(1);
    assertThat(shown.value(TradingMetric.TRADING_STATE, "main")).isZero();
    assertThat(shown.value(TradingMetric.LIMIT, "main", "maxGrossExposure")).isEqualTo(1);
  }

  private double value(TradingMetric metric, String symbol) {
    return shown.value(metric, "main", symbol);
  }

  private static Signal signal(String symbol, int n, double price) {
    return new Signal(
        symbol,
        (n + 1) * MINUTE - 1,
        Direction.LONG,
        0.5,
        0.8,
        List.of(),
        Bar.of(symbol, n * MINUTE, (n + 1) * MINUTE, price, price, price, price, 1_000),
        2,
        0.01,
        0.2,
        List.of(),
        1,
        Regime.RANGE,
        WinEstimate.none(0, Status.UNTRAINED));
  }
}
