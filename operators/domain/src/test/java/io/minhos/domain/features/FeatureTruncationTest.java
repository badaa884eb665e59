package io.minhos.domain.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.market.Bar;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A vector knows nothing of what comes after its bar. */
class FeatureTruncationTest {

  private static final List<Bar> BARS = RealBars.bitstamp(60_000).subList(0, 2_500);

  @ParameterizedTest
  @EnumSource
  void aPrefixGivesTheSameBitsAsTheWholeSeries(FeatureSchema schema) {
    List<double[]> whole = new ArrayList<>();
    FeatureState state = FeatureState.empty();
    for (Bar bar : BARS) {
      state = state.plus(bar);
      whole.add(schema.vector(state).values());
    }
    for (int cut = 1; cut <= BARS.size(); cut += 13) {
      FeatureState prefix = FeatureState.empty();
      for (Bar bar : BARS.subList(0, cut)) {
        prefix = prefix.plus(bar);
      }
      assertThat(bits(schema.vector(prefix).values()))
          .as("cut after %d bars", cut)
          .containsExactly(bits(whole.get(cut - 1)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void laterBarsLeaveEarlierStatesAlone(FeatureSchema schema) {
    List<FeatureState> states = new ArrayList<>();
    List<double[]> before = new ArrayList<>();
    FeatureState state = FeatureState.empty();
    for (Bar bar : BARS) {
      state = state.plus(bar);
      states.add(state);
      before.add(schema.vector(state).values());
    }
    for (int i = 0; i < states.size(); i++) {
      assertThat(bits(schema.vector(states.get(i)).values()))
          .as("bar %d", i)
          .containsExactly(bits(before.get(i)));
    }
  }

  @Test
  void vectorsDifferFromBarToBar() {
    FeatureState state = FeatureState.empty();
    List<List<Long>> seen = new ArrayList<>();
    for (Bar bar : BARS.subList(0, 200)) {
      state = state.plus(bar);
      List<Long> vector = new ArrayList<>();
      for (long bits : bits(FeatureSchema.TABULAR.vector(state).values())) {
        vector.add(bits);
      }
      seen.add(vector);
    }
    assertThat(seen).doesNotHaveDuplicates();
  }

  private static long[] bits(double[] values) {
    long[] bits = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Double.doubleToRawLongBits(values[i]);
    }
    return bits;
  }
}
