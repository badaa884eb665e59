package io.minhos.domain.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.market.Bar;
import java.time.Instant;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Formulas against values worked out by hand. */
class FeatureFormulaTest {

  private static final Offset<Double> EXACT = within(1e-12);
  private static final long MINUTE = 60_000;

  /** A Monday, 06:00 UTC. */
  private static final long MONDAY = Instant.parse("2024-01-08T06:00:00Z").toEpochMilli();

  /** 24 equal bars that close at 100, then one that differs in everything. */
  private static FeatureState afterCalm(Bar last) {
    FeatureState state = FeatureState.empty();
    for (int i = 24; i >= 1; i--) {
      long open = MONDAY - (i + 10) * MINUTE;
      state =
          state.plus(new Bar("X", open, open + MINUTE, 100, 101, 99, 100, 10, 5, 5, 5, 100, 0.02));
    }
    return state.plus(last);
  }

  private static Bar lively() {
    return new Bar("X", MONDAY - MINUTE, MONDAY, 101, 104, 100, 103, 30, 24, 6, 10, 102, 0.0515);
  }

  private static double value(FeatureState state, String name) {
    int index = FeatureSchema.TABULAR.names().indexOf(name);
    return FeatureSchema.TABULAR.vector(state).values()[index];
  }

  @Test
  void price() {
    FeatureState state = afterCalm(lively());
    assertThat(value(state, "return")).isCloseTo(0.03, EXACT);
    assertThat(value(state, "return5")).isCloseTo(0.03, EXACT);
    assertThat(value(state, "highLowRatio")).isCloseTo(4 / 103.0, EXACT);
    assertThat(value(state, "closePosition")).isCloseTo(0.75, EXACT);
    assertThat(value(state, "gap")).isCloseTo(0.01, EXACT);
  }

  @Test
  void changeOverFiveBarsStartsFiveBarsBefore() {
    FeatureState state = FeatureState.empty();
    for (int i = 0; i < 9; i++) {
      double close = 1 << i;
      state = state.plus(Bar.of("X", i * MINUTE, (i + 1) * MINUTE, close, close, close, close, 1));
    }
    assertThat(value(state, "return5")).isEqualTo(31);
    assertThat(value(state, "return")).isEqualTo(1);
  }

  @Test
  void technical() {
    FeatureState state = afterCalm(lively());
    assertThat(value(state, "rsi")).as("gains only").isEqualTo(1);
    assertThat(value(state, "ema12Distance")).isCloseTo((3 - 3 * 2 / 13.0) / 103, EXACT);
    assertThat(value(state, "atrRatio")).isCloseTo((2 + 2 / 14.0) / 103, EXACT);
    // Mean 100.15, σ² = (19 · 0.15² + 2.85²)/20 = 0.4275.
    double sigma = Math.sqrt(0.4275);
    assertThat(value(state, "bollingerWidth")).isCloseTo(4 * sigma / 103, EXACT);
    assertThat(value(state, "bollingerPosition"))
        .isCloseTo((2.85 + 2 * sigma) / (4 * sigma), within(1e-9));
  }

  @Test
  void volatilityIsTheDeviationOfTwentyLogReturns() {
    double r = Math.log(1.03);
    assertThat(afterCalm(lively()).indicators().volatility())
        .isCloseTo(Math.sqrt(r * r / 20 - r * r / 400), EXACT);
  }

  @Test
  void volume() {
    FeatureState state = afterCalm(lively());
    assertThat(value(state, "volumeRatio")).isCloseTo(30 / 11.0, EXACT);
    assertThat(value(state, "volumeTrend")).isCloseTo(14 / 11.0, EXACT);
    double vwap = (19 * 10 * 100 + 30 * 102) / 220.0;
    assertThat(value(state, "vwapDistance")).isCloseTo((103 - vwap) / 103, EXACT);
  }

  @Test
  void microstructure() {
    FeatureState state = afterCalm(lively());
    assertThat(value(state, "orderFlowImbalance")).isCloseTo(0.6, EXACT);
    assertThat(value(state, "relativeSpread")).isCloseTo(0.0005, EXACT);
    assertThat(value(state, "tradeIntensity")).isCloseTo(10 / 5.25, EXACT);
    assertThat(value(state, "tradeSizeRatio")).isCloseTo(3 / 2.05, EXACT);
    assertThat(value(state, "illiquidityRatio")).as("the only move of 20").isCloseTo(20, EXACT);
  }

  @Test
  void timeIsOnTheCircle() {
    FeatureState state = afterCalm(lively());
    assertThat(value(state, "minuteSine")).as("a quarter of the day").isCloseTo(1, EXACT);
    assertThat(value(state, "minuteCosine")).isCloseTo(0, EXACT);
    assertThat(value(state, "weekdaySine")).as("Monday").isCloseTo(0, EXACT);
    assertThat(value(state, "weekdayCosine")).isCloseTo(1, EXACT);
    long sunday = MONDAY - 86_400_000;
    FeatureState before =
        FeatureState.empty().plus(Bar.of("X", sunday - MINUTE, sunday, 1, 1, 1, 1, 1));
    assertThat(value(before, "weekdaySine")).isCloseTo(Math.sin(2 * Math.PI * 6 / 7), EXACT);
  }

  @Test
  void gapsInTimeShow() {
    assertThat(value(afterCalm(lively()), "minutesSinceLastBar")).isEqualTo(9);
    FeatureState state = FeatureState.empty().plus(Bar.of("X", 0, MINUTE, 1, 1, 1, 1, 1));
    assertThat(value(state, "minutesSinceLastBar")).as("first bar").isZero();
    state = state.plus(Bar.of("X", MINUTE, 2 * MINUTE, 1, 1, 1, 1, 1));
    assertThat(value(state, "minutesSinceLastBar")).as("no gap").isZero();
    state = state.plus(Bar.of("X", 2_882 * MINUTE, 2_883 * MINUTE, 1, 1, 1, 1, 1));
    assertThat(value(state, "minutesSinceLastBar")).as("a weekend").isEqualTo(2_880);
  }

  @Test
  void whatIsUnknownIsNeutral() {
    FeatureState state = FeatureState.empty();
    for (int i = 0; i < 60; i++) {
      state = state.plus(Bar.of("X", i * MINUTE, (i + 1) * MINUTE, 7, 7, 7, 7, 0));
    }
    assertThat(FeatureSchema.TABULAR.vector(state).values())
        .startsWith(0, 0, 0, 0.5, 0, 0.5, 0, 0, 0, 0.5, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 1);
    assertThat(FeatureSchema.SEQUENCE_8.vector(state).values())
        .containsExactly(0, 0, 0.5, 0, 0.5, 1, 1, 0);
  }

  @Test
  void returnsSurvivePricesBelowZero() {
    assertThat(Returns.simple(100, 103)).isCloseTo(0.03, EXACT);
    assertThat(Returns.log(100, 103)).isCloseTo(Math.log(1.03), EXACT);
    assertThat(Returns.simple(10, -30)).isCloseTo(-40 / 30.0, EXACT);
    assertThat(Returns.log(10, -30)).isCloseTo(-40 / 30.0, EXACT);
    assertThat(Returns.log(-20, -10)).isCloseTo(0.5, EXACT);
    assertThat(Returns.log(0, 0)).isZero();
  }

  @Test
  void aStateTakesItsOwnSymbolInOrderOnly() {
    FeatureState state = FeatureState.empty().plus(Bar.of("X", 0, 1_000, 1, 1, 1, 1, 1));
    assertThatThrownBy(() -> state.plus(Bar.of("Y", 1_000, 2_000, 1, 1, 1, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("symbol must be X: Y");
    assertThatThrownBy(() -> state.plus(Bar.of("X", 0, 1_000, 1, 1, 1, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bar must be later than 999: 999");
  }
}
