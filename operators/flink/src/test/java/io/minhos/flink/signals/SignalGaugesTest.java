package io.minhos.flink.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.WinEstimate;
import io.minhos.flink.metrics.Shown;
import io.minhos.flink.metrics.TradingMetric;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignalGaugesTest {

  private final Shown shown = new Shown();
  private final SignalGauges gauges = new SignalGauges(Set.of("A"), shown.group());

  @Test
  void showsTheSignalAndItsPartsOfWatchedSymbolsAlone() {
    gauges.show(
        signal(
            "A",
            Direction.SHORT,
            new SignalComponent(
                "lstm", 3, Status.OK, 0.35, Direction.SHORT, -0.4, 0.4, 1, List.of()),
            new SignalComponent(
                "ensemble",
                2,
                Status.OK,
                0.25,
                Direction.LONG,
                0.3,
                0.2,
                2 / 3.0,
                List.of(0.5, 0.2, -0.1))));
    gauges.show(signal("B", Direction.LONG));
    assertThat(shown.value(TradingMetric.SIGNAL_DIRECTION, "A")).isEqualTo(-1);
    assertThat(shown.value(TradingMetric.SIGNAL_CONFIDENCE, "A")).isEqualTo(0.8);
    assertThat(shown.value(TradingMetric.REGIME, "A")).isEqualTo(2);
    assertThat(shown.value(TradingMetric.COMPONENT_DIRECTION, "A", "lstm")).isEqualTo(-1);
    assertThat(shown.value(TradingMetric.COMPONENT_CONFIDENCE, "A", "lstm")).isEqualTo(0.4);
    assertThat(shown.value(TradingMetric.COMPONENT_WEIGHT, "A", "ensemble")).isEqualTo(0.25);
    assertThat(shown.value(TradingMetric.AGREEMENT, "A")).isEqualTo(2 / 3.0);
    assertThat(shown.value(TradingMetric.BASE_VALUE, "A", "lightgbm")).isEqualTo(-0.1);
    assertThatThrownBy(() -> shown.value(TradingMetric.SIGNAL_DIRECTION, "B"))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void whatDidNotAnswerIsUnknownAndHasNoWeight() {
    gauges.show(
        signal(
            "A",
            Direction.LONG,
            new SignalComponent(
                "ensemble", 0, Status.UNTRAINED, 0, Direction.NEUTRAL, 0, 0, 0, List.of())));
    assertThat(shown.value(TradingMetric.COMPONENT_DIRECTION, "A", "ensemble")).isNaN();
    assertThat(shown.value(TradingMetric.COMPONENT_VALUE, "A", "ensemble")).isNaN();
    assertThat(shown.value(TradingMetric.COMPONENT_WEIGHT, "A", "ensemble")).isZero();
    assertThat(shown.value(TradingMetric.AGREEMENT, "A")).isNaN();
    assertThat(shown.value(TradingMetric.BASE_VALUE, "A", "forest")).isNaN();
  }

  private static Signal signal(String symbol, Direction way, SignalComponent... components) {
    return new Signal(
        symbol,
        59_999,
        way,
        0.5,
        0.8,
        List.of(components),
        Bar.of(symbol, 0, 60_000, 100, 100, 100, 100, 1),
        2,
        0.01,
        0.2,
        List.of(),
        1,
        Regime.RANGE,
        WinEstimate.none(0, Status.UNTRAINED));
  }
}
