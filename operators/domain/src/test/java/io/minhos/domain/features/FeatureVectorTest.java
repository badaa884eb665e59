package io.minhos.domain.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.market.Bar;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FeatureVectorTest {

  @Provide
  Arbitrary<List<Bar>> series() {
    return AnyBars.series();
  }

  @Property(tries = 500)
  void everyValueIsFiniteAndWithinTheLimit(@ForAll("series") List<Bar> bars) {
    FeatureState state = FeatureState.empty();
    for (Bar bar : bars) {
      state = state.plus(bar);
      for (FeatureSchema schema : FeatureSchema.values()) {
        FeatureVector vector = schema.vector(state);
        assertThat(vector.values()).hasSize(schema.size());
        for (int i = 0; i < schema.size(); i++) {
          assertThat(vector.values()[i])
              .as(schema.names().get(i))
              .isFinite()
              .isBetween(-Feature.LIMIT, Feature.LIMIT);
        }
      }
    }
  }

  @Property(tries = 200)
  void boundedFeaturesKeepTheirBounds(@ForAll("series") List<Bar> bars) {
    FeatureState state = FeatureState.empty();
    for (Bar bar : bars) {
      state = state.plus(bar);
      Snapshot snapshot = new Snapshot(state, state.indicators());
      assertThat(Feature.RSI.value(snapshot)).isBetween(0.0, 1.0);
      assertThat(Feature.CLOSE_POSITION.value(snapshot)).isBetween(0.0, 1.0);
      assertThat(Feature.ADX.value(snapshot)).isBetween(0.0, 1 + 1e-12);
      assertThat(Feature.ORDER_FLOW_IMBALANCE.value(snapshot)).isBetween(-1.0, 1.0);
      assertThat(Feature.VOLUME_RATIO.value(snapshot)).isBetween(0.0, 20 + 1e-9);
      assertThat(Feature.VOLUME_TREND.value(snapshot)).isBetween(0.0, 4 + 1e-9);
      assertThat(Feature.TRADE_INTENSITY.value(snapshot)).isBetween(0.0, 20 + 1e-9);
      assertThat(Feature.ILLIQUIDITY_RATIO.value(snapshot)).isBetween(0.0, 20 + 1e-9);
      assertThat(Feature.MINUTES_SINCE_LAST_BAR.value(snapshot)).isBetween(0.0, 5_000.0);
    }
  }

  @Property(tries = 200)
  void twiceTheVolumeIsTheSameSequence(@ForAll("series") List<Bar> bars) {
    FeatureState once = FeatureState.empty();
    FeatureState twice = FeatureState.empty();
    for (Bar bar : bars) {
      once = once.plus(bar);
      twice = twice.plus(doubled(bar));
      assertThat(FeatureSchema.SEQUENCE_8.vector(twice).values())
          .isEqualTo(FeatureSchema.SEQUENCE_8.vector(once).values());
      assertThat(FeatureSchema.TABULAR.vector(twice).values())
          .usingComparatorWithPrecision(1e-9)
          .containsExactly(FeatureSchema.TABULAR.vector(once).values());
    }
  }

  private static Bar doubled(Bar bar) {
    return new Bar(
        bar.symbol(),
        bar.openTime(),
        bar.closeTime(),
        bar.open(),
        bar.high(),
        bar.low(),
        bar.close(),
        2 * bar.volume(),
        2 * bar.buyVolume(),
        2 * bar.sellVolume(),
        bar.trades(),
        bar.vwap(),
        bar.meanSpread());
  }
}
