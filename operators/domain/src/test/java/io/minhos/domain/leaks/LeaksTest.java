package io.minhos.domain.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.leaks.FeatureColumn.Kind;
import io.minhos.domain.market.Bar;
import io.minhos.domain.signals.RegimeConfig;
import io.minhos.domain.technical.TechnicalConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LeaksTest {

  private static final List<Bar> BARS = bars(3_000);
  private static final int[] POINTS = {1, 40, 200, 777, 1_500, 2_999};
  private static final FeatureRun COMPUTED =
      new ComputedFeatures(TechnicalConfig.defaults(), RegimeConfig.defaults());

  /** The close of the bar so many bars later, or of this one where there is none. */
  private record Ahead(int bars) implements FeatureRun {
    @Override
    public List<FeatureColumn> columns() {
      return List.of(
          new FeatureColumn("test.close", Kind.WINDOW, 1),
          new FeatureColumn("test.ahead", Kind.WINDOW, 1));
    }

    @Override
    public double[][] values(List<Bar> history, int from) {
      double[][] rows = new double[history.size() - from][];
      for (int i = from; i < history.size(); i++) {
        Bar ahead = history.get(Math.min(i + bars, history.size() - 1));
        rows[i - from] = new double[] {history.get(i).close(), ahead.close()};
      }
      return rows;
    }
  }

  /** The mean of so many closes, said to be known after less. */
  private record Mean(int bars, int said) implements FeatureRun {
    @Override
    public List<FeatureColumn> columns() {
      return List.of(new FeatureColumn("test.mean", Kind.WINDOW, said));
    }

    @Override
    public double[][] values(List<Bar> history, int from) {
      double[][] rows = new double[history.size() - from][];
      for (int i = from; i < history.size(); i++) {
        double sum = 0;
        for (int j = Math.max(0, i - bars + 1); j <= i; j++) {
          sum += history.get(j).close();
        }
        rows[i - from] = new double[] {sum / Math.min(bars, i + 1)};
      }
      return rows;
    }
  }

  @Test
  void nothingThatIsComputedKnowsTheFuture() {
    assertThat(Lookahead.find(COMPUTED, BARS, POINTS)).isEmpty();
  }

  @Test
  void aFeatureThatLooksAheadIsNamed() {
    List<Lookahead> leaks = Lookahead.find(new Ahead(1), BARS, new int[] {200, 777});
    assertThat(leaks)
        .containsExactly(
            new Lookahead(
                "test.ahead",
                "A",
                BARS.get(199).time(),
                BARS.get(200).close(),
                BARS.get(199).close()));
    // Further ahead than one bar: seen from that far before the cut.
    assertThat(Lookahead.find(new Ahead(20), BARS, new int[] {200}))
        .extracting(Lookahead::time)
        .containsExactly(BARS.get(180).time());
  }

  @Test
  void aWindowIsTheSameToTheBitOnceItIsSaidToBeFull() {
    for (WarmUp of : WarmUp.measure(COMPUTED, BARS, POINTS)) {
      if (of.column().kind() == Kind.WINDOW) {
        assertThat(of.equalBars()).as("%s", of).isLessThanOrEqualTo(of.column().readyBars());
        assertThat(of.worst()).as("%s", of).isZero();
      }
      if (of.column().kind() == Kind.RECURSIVE) {
        // Else it is a window, and can be held to more.
        assertThat(of.equalBars()).as("%s", of).isGreaterThan(of.column().readyBars());
        assertThat(of.worst()).as("%s", of).isPositive();
      }
      assertThat(of.isEarly(1)).as("%s", of).isFalse();
    }
  }

  @Test
  void aWindowThatIsUsedBeforeItIsFullIsEarly() {
    WarmUp right = WarmUp.measure(new Mean(30, 30), BARS, POINTS).get(0);
    assertThat(right.equalBars()).isEqualTo(30);
    assertThat(right.isEarly(1)).isFalse();
    assertThat(WarmUp.measure(new Mean(30, 29), BARS, POINTS).get(0).isEarly(1)).isTrue();
  }

  @Test
  void aRecursiveValueIsEarlyBeyondTheTolerance() {
    FeatureColumn column = new FeatureColumn("test", Kind.RECURSIVE, 10);
    assertThat(new WarmUp(column, 500, 400, 0.5).isEarly(0.5)).isFalse();
    assertThat(new WarmUp(column, 500, 400, 0.6).isEarly(0.5)).isTrue();
    assertThat(new WarmUp(column, 500, 400, Double.NaN).isEarly(0.5)).isTrue();
  }

  private static List<Bar> bars(int count) {
    SplittableRandom random = new SplittableRandom(5);
    List<Bar> bars = new ArrayList<>();
    double price = 100;
    for (int i = 0; i < count; i++) {
      double open = price;
      price *= Math.exp(0.002 * (random.nextDouble() - 0.5));
      double high = Math.max(open, price) * (1 + 0.0005 * random.nextDouble());
      double low = Math.min(open, price) * (1 - 0.0005 * random.nextDouble());
      bars.add(
          Bar.of(
              "A", i * 60_000L, (i + 1) * 60_000L, open, high, low, price, 1 + random.nextInt(9)));
    }
    return bars;
  }
}
