package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScalerTest {

  private static final double[][] ROWS = {{-1, 5, 3}, {3, 5, 3.000001}, {1, 5, 3.000002}};

  private static MinMaxScaler minMax() {
    FeatureRanges ranges = FeatureRanges.empty(3);
    for (double[] row : ROWS) {
      ranges = ranges.plus(row);
    }
    return MinMaxScaler.of(ranges);
  }

  @Test
  void scalesToTheUnitIntervalAndConstantsToItsMiddle() {
    MinMaxScaler scaler = minMax();
    assertThat(scaler.transform(ROWS[0])).containsExactly(0, 0.5, 0);
    assertThat(scaler.transform(ROWS[1])).containsExactly(new double[] {1, 0.5, 0.5}, within(1e-9));
    assertThat(scaler.transform(ROWS[2])).containsExactly(0.5, 0.5, 1);
    assertThat(scaler.transform(new double[] {7, 9, 3})).containsExactly(2, 0.5, 0);
  }

  @Test
  void writesFloatsInPlace() {
    float[] sequence = new float[5];
    minMax().transform(ROWS[2], sequence, 1);
    assertThat(sequence).containsExactly(0, 0.5f, 0.5f, 1, 0);
  }

  @Test
  void standardisesAndConstantsToNothing() {
    FeatureMoments moments = FeatureMoments.empty(3);
    for (double[] row : ROWS) {
      moments = moments.plus(row);
    }
    StandardScaler scaler = StandardScaler.of(moments);
    assertThat(scaler.mean()).containsExactly(new double[] {1, 5, 3.000001}, within(1e-15));
    assertThat(scaler.std()).containsExactly(new double[] {2, 0, 1e-6}, within(1e-15));
    assertThat(scaler.transform(ROWS[0], true, true))
        .containsExactly(new double[] {-1, 0, -1}, within(1e-9));
    assertThat(scaler.transform(ROWS[0], true, false)[1]).isZero();
    assertThat(scaler.transform(ROWS[0], false, true)[0]).isEqualTo(-0.5);
  }

  /** 1e9 + (4, 7, 13, 16): variance 30; the plain formula in doubles fails. */
  @Test
  void keepsTheVarianceFarFromZero() {
    FeatureMoments moments = FeatureMoments.empty(1);
    for (double x : new double[] {4, 7, 13, 16}) {
      moments = moments.plus(new double[] {1e9 + x});
    }
    assertThat(moments.deviation(0)).isEqualTo(Math.sqrt(30));
  }

  @Test
  void statesItsBounds() {
    FeatureRanges ranges = FeatureRanges.empty(2);
    assertThatThrownBy(() -> ranges.plus(new double[] {1, Double.NaN}))
        .hasMessage("value 1 must be finite: NaN");
    assertThatThrownBy(() -> ranges.plus(new double[] {1})).hasMessage("row must have 2 values: 1");
    assertThatThrownBy(() -> MinMaxScaler.of(ranges)).hasMessage("rows must be > 0: 0");
    assertThatThrownBy(() -> StandardScaler.of(FeatureMoments.empty(1)))
        .hasMessage("rows must be > 0: 0");
    assertThatThrownBy(() -> new MinMaxScaler(new double[] {2}, new double[] {1}))
        .hasMessage("min must be <= max, both finite: 2.0, 1.0");
    assertThatThrownBy(() -> minMax().transform(new double[2])).hasMessage("features must be 3: 2");
  }
}
