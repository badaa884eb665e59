package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.features.FeatureState;
import io.minhos.domain.features.RealBars;
import io.minhos.domain.market.Bar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenLabelsTest {

  private static final long MINUTE = 60_000;

  private static Bar bar(long minute, double close) {
    return Bar.of("X", minute * MINUTE, (minute + 1) * MINUTE, close, close, close, close, 1);
  }

  /** Labels of bars with that σ each. */
  private static List<ReturnLabel> labels(List<Bar> bars, double volatility, LabelConfig config) {
    List<ReturnLabel> labels = new ArrayList<>();
    OpenLabels open = OpenLabels.empty();
    for (Bar bar : bars) {
      open.completes(bar, config).ifPresent(labels::add);
      open = open.plus(bar, volatility, config);
    }
    return labels;
  }

  @Test
  void isTheReturnOverTheHorizonInVolatilities() {
    List<Bar> bars = List.of(bar(0, 100), bar(1, 101), bar(2, 103), bar(3, 90));
    List<ReturnLabel> labels = labels(bars, 0.02, new LabelConfig(2, 2.5, 0));
    assertThat(labels).hasSize(2);
    assertThat(labels.get(0).time()).isEqualTo(MINUTE - 1);
    assertThat(labels.get(0).endTime()).isEqualTo(3 * MINUTE - 1);
    assertThat(labels.get(0).realised()).isEqualTo(Math.log(1.03), within(1e-15));
    assertThat(labels.get(0).value()).isEqualTo(Math.log(1.03) / 0.05, within(1e-12));
    assertThat(labels.get(1).realised()).isEqualTo(Math.log(90 / 101.0), within(1e-15));
    assertThat(labels.get(1).value()).isEqualTo(-1);
  }

  @Test
  void takesTheVolatilityKnownAtTheBarItself() {
    LabelConfig config = new LabelConfig(1, 1, 0);
    OpenLabels open = OpenLabels.empty().plus(bar(0, 100), 0.5, config);
    open = open.plus(bar(1, 101), 0.25, config);
    assertThat(open.completes(bar(2, 102), config).orElseThrow().value())
        .isEqualTo(Math.log(102 / 101.0) / 0.25, within(1e-12));
  }

  @Test
  void thereIsNoneAcrossAGap() {
    List<Bar> bars = List.of(bar(0, 100), bar(1, 101), bar(3, 103), bar(4, 104), bar(5, 105));
    assertThat(labels(bars, 1, new LabelConfig(2, 1, 0)))
        .extracting(ReturnLabel::time)
        .containsExactly(4 * MINUTE - 1);
    assertThat(labels(bars, 1, new LabelConfig(2, 1, 1)))
        .extracting(ReturnLabel::time)
        .containsExactly(MINUTE - 1, 2 * MINUTE - 1, 4 * MINUTE - 1);
  }

  @Test
  void thereIsNoneWithoutVolatility() {
    List<Bar> bars = List.of(bar(0, 100), bar(1, 101));
    assertThat(labels(bars, Double.NaN, LabelConfig.of(1))).isEmpty();
    assertThat(labels(bars, 0, LabelConfig.of(1))).isEmpty();
    assertThat(labels(bars, 1e-9, LabelConfig.of(1))).hasSize(1);
  }

  /** Against looking up t + h in the whole series. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20})
  void equalsTheLookUpOnRealBars(int horizon) {
    List<Bar> bars = RealBars.bitstamp(MINUTE);
    LabelConfig config = LabelConfig.of(horizon);
    Map<Long, ReturnLabel> labels = new HashMap<>();
    List<Double> volatilities = new ArrayList<>();
    FeatureState state = FeatureState.empty();
    OpenLabels open = OpenLabels.empty();
    for (Bar bar : bars) {
      state = state.plus(bar);
      open.completes(bar, config).ifPresent(label -> labels.put(label.time(), label));
      volatilities.add(state.indicators().volatility());
      open = open.plus(bar, state.indicators().volatility(), config);
    }
    int expected = 0;
    for (int t = 0; t < bars.size(); t++) {
      ReturnLabel label = labels.get(bars.get(t).time());
      boolean whole =
          t + horizon < bars.size()
              && bars.get(t + horizon).time() - bars.get(t).time() == horizon * MINUTE
              && volatilities.get(t) > 0;
      assertThat(label != null).as("bar %d", t).isEqualTo(whole);
      if (whole) {
        expected++;
        double realised = Math.log(bars.get(t + horizon).close() / bars.get(t).close());
        assertThat(label.realised()).isEqualTo(realised, within(1e-15));
        assertThat(label.endTime()).isEqualTo(bars.get(t + horizon).time());
        double value = realised / (config.volatilities() * volatilities.get(t));
        assertThat(label.value()).isEqualTo(Math.max(-1, Math.min(1, value)), within(1e-12));
      }
    }
    assertThat(expected).isGreaterThan(1_000);
  }

  /** A week of hours has 120 bars less the last ones before the weekend. */
  @Test
  void weekendsAreGaps() {
    List<Bar> bars = RealBars.hourly("GBPUSD");
    int weekends = 0;
    for (ReturnLabel label : labels(bars, 0.001, LabelConfig.of(20))) {
      assertThat(label.endTime() - label.time()).isEqualTo(20 * 60 * MINUTE);
    }
    for (int i = 1; i < bars.size(); i++) {
      weekends += bars.get(i).openTime() - bars.get(i - 1).closeTime() > 40 * 60 * MINUTE ? 1 : 0;
    }
    assertThat(weekends).isGreaterThan(200);
  }

  @Test
  void refusesOtherSymbolsAndThePast() {
    LabelConfig config = LabelConfig.of(1);
    OpenLabels open = OpenLabels.empty().plus(bar(5, 100), 1, config);
    assertThatThrownBy(() -> open.plus(bar(4, 100), 1, config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bar must open at or after 360000: 240000");
    Bar other = Bar.of("Y", 6 * MINUTE, 7 * MINUTE, 1, 1, 1, 1, 1);
    assertThatThrownBy(() -> open.plus(other, 1, config)).hasMessage("symbol must be X: Y");
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> new LabelConfig(0, 1, 0))
        .hasMessage("labels.horizonBars must be >= 1: 0");
    assertThatThrownBy(() -> new LabelConfig(1, 0, 0))
        .hasMessage("labels.volatilities must be > 0: 0.0");
    assertThatThrownBy(() -> new LabelConfig(1, 1, -1))
        .hasMessage("labels.maxMissingBars must be >= 0: -1");
  }
}
