package io.minhos.trading.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.trading.report.Curve.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurveTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 498, 499, 997, 100_003})
  void keepsTheEndsAndTheExtremesOfSeriesOfAnyLength(int length) {
    SplittableRandom random = new SplittableRandom(length);
    Curve curve = new Curve();
    List<Point> all = new ArrayList<>();
    double value = 0;
    for (int i = 0; i < length; i++) {
      value += random.nextGaussian();
      all.add(new Point(1_000L * i, value));
      curve.add(1_000L * i, value);
    }
    Comparator<Point> byValue = Comparator.comparingDouble(Point::value);
    List<Point> points = curve.points();
    assertThat(curve.count()).isEqualTo(length);
    assertThat(points)
        .hasSizeLessThanOrEqualTo(1_000)
        .isSortedAccordingTo(Comparator.comparingLong(Point::time))
        .isSubsetOf(all)
        .doesNotHaveDuplicates()
        .startsWith(all.get(0))
        .endsWith(all.get(length - 1))
        .contains(all.stream().min(byValue).orElseThrow())
        .contains(all.stream().max(byValue).orElseThrow());
    if (length <= Curve.MAX_BUCKETS) {
      assertThat(points).isEqualTo(all);
    }
  }

  @Test
  void drawsNothingOfNothingAndLeavesOutWhatIsNoNumber() {
    Curve curve = new Curve();
    assertThat(curve.points()).isEmpty();
    curve.add(1, Double.NaN);
    assertThat(curve.points()).isEmpty();
    curve.add(2, 5);
    assertThat(curve.points()).containsExactly(new Point(2, 5));
  }
}
