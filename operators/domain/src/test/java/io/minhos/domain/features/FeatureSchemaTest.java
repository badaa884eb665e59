package io.minhos.domain.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.domain.market.Bar;
import org.junit.jupiter.api.Test;

class FeatureSchemaTest {

  @Test
  void namesOfSequence8ArePinned() {
    assertThat(FeatureSchema.SEQUENCE_8.id()).isEqualTo("sequence-8");
    assertThat(FeatureSchema.SEQUENCE_8.version()).isEqualTo(1);
    assertThat(FeatureSchema.SEQUENCE_8.warmUpBars()).isEqualTo(40);
    assertThat(FeatureSchema.SEQUENCE_8.size()).isEqualTo(8);
    assertThat(FeatureSchema.SEQUENCE_8.names())
        .containsExactly(
            "return",
            "logReturn",
            "rsi",
            "macdLine",
            "bollingerPosition",
            "volumeAverage",
            "volumeRatio",
            "volatility");
  }

  @Test
  void namesOfTabularArePinned() {
    assertThat(FeatureSchema.TABULAR.id()).isEqualTo("tabular");
    assertThat(FeatureSchema.TABULAR.version()).isEqualTo(1);
    assertThat(FeatureSchema.TABULAR.warmUpBars()).isEqualTo(50);
    assertThat(FeatureSchema.TABULAR.size()).isEqualTo(29);
    assertThat(FeatureSchema.TABULAR.names())
        .containsExactly(
            "return",
            "return5",
            "highLowRatio",
            "closePosition",
            "gap",
            "rsi",
            "macdLine",
            "macdSignal",
            "macdHistogram",
            "bollingerPosition",
            "bollingerWidth",
            "atrRatio",
            "ema12Distance",
            "ema26Distance",
            "ema50Distance",
            "adx",
            "volumeRatio",
            "volumeTrend",
            "vwapDistance",
            "orderFlowImbalance",
            "relativeSpread",
            "tradeIntensity",
            "tradeSizeRatio",
            "illiquidityRatio",
            "minuteSine",
            "minuteCosine",
            "weekdaySine",
            "weekdayCosine",
            "minutesSinceLastBar");
  }

  @Test
  void isFoundById() {
    assertThat(FeatureSchema.byId("tabular")).isSameAs(FeatureSchema.TABULAR);
    assertThatThrownBy(() -> FeatureSchema.byId("tabula"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("schema must be one of sequence-8, tabular: tabula");
  }

  @Test
  void isWarmFromItsWarmUpOn() {
    FeatureState state = FeatureState.empty();
    for (int i = 1; i <= 60; i++) {
      double price = 100 + i % 7;
      state =
          state.plus(
              Bar.of("X", i * 60_000L, (i + 1) * 60_000L, price, price + 1, price - 1, price, i));
      FeatureVector sequence = FeatureSchema.SEQUENCE_8.vector(state);
      FeatureVector row = FeatureSchema.TABULAR.vector(state);
      assertThat(sequence.warm()).as("bar %d", i).isEqualTo(i >= 40);
      assertThat(row.warm()).as("bar %d", i).isEqualTo(i >= 50);
      assertThat(row.schema()).isEqualTo("tabular");
      assertThat(row.version()).isEqualTo(1);
    }
  }

  @Test
  void hasNoVectorBeforeTheFirstBar() {
    assertThatThrownBy(() -> FeatureSchema.TABULAR.vector(FeatureState.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bars must be > 0: 0");
  }

  /** Models in stores carry these: a change makes each of them refuse its schema. */
  @Test
  void hashesAreKept() {
    assertThat(FeatureSchema.SEQUENCE_8.hash())
        .isEqualTo("c9cfeb0ec39b0132a0bd242d3da66320664d243d08adbf2e45ab8e0d13016083");
    assertThat(FeatureSchema.TABULAR.hash())
        .isEqualTo("b04e1abc03030fe54cdaaf57e5bc2d69b7397d006b0306e0e8cf9f1660f62c91");
  }
}
