package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WalkForwardTest {

  /** Rows of up to four symbols at each time; labels end a few bars on, sometimes far. */
  record Case(long[] times, long[] labelEnds, SplitConfig config) {}

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<List<Integer>> symbols = Arbitraries.integers().between(1, 4).list().ofSize(120);
    Arbitrary<List<Integer>> steps = Arbitraries.integers().between(1, 3).list().ofSize(120);
    Arbitrary<List<Integer>> reach = Arbitraries.integers().between(0, 12).list().ofSize(480);
    Arbitrary<SplitConfig> configs =
        Combinators.combine(
                Arbitraries.integers().between(1, 7),
                Arbitraries.doubles().between(0.3, 0.8),
                Arbitraries.integers().between(0, 6),
                Arbitraries.integers().between(0, 8),
                Arbitraries.of(0, 10, 30))
            .as(SplitConfig::new);
    return Combinators.combine(symbols, steps, reach, configs).as(WalkForwardTest::rows);
  }

  private static Case rows(
      List<Integer> symbols, List<Integer> steps, List<Integer> reach, SplitConfig config) {
    int size = symbols.stream().mapToInt(Integer::intValue).sum();
    long[] times = new long[size];
    long[] ends = new long[size];
    long time = -1_000;
    int row = 0;
    for (int bar = 0; bar < symbols.size(); bar++) {
      time += steps.get(bar);
      for (int symbol = 0; symbol < symbols.get(bar); symbol++) {
        times[row] = time;
        ends[row] = time + reach.get(row);
        row++;
      }
    }
    return new Case(times, ends, config);
  }

  @Property(tries = 500)
  void nothingOfTheTestIsKnownInTraining(@ForAll("cases") Case rows) {
    for (Fold fold : WalkForward.folds(rows.times, rows.labelEnds, rows.config)) {
      long testFrom = rows.times[fold.test().from()];
      assertThat(fold.train().size()).isPositive();
      for (int row = fold.train().from(); row < fold.train().to(); row++) {
        // Label windows [time, end] of training and test do not meet.
        assertThat(rows.labelEnds[row]).isLessThan(testFrom);
        assertThat(rows.times[row]).isLessThan(testFrom);
      }
      long[] leftOut =
          Arrays.stream(rows.times, fold.train().to(), fold.test().from()).distinct().toArray();
      assertThat(leftOut.length)
          .isGreaterThanOrEqualTo(rows.config.purgeBars() + rows.config.embargoBars());
    }
  }

  @Property(tries = 500)
  void testPartsFollowEachOtherToTheEnd(@ForAll("cases") Case rows) {
    List<Fold> folds = WalkForward.folds(rows.times, rows.labelEnds, rows.config);
    assertThat(folds).hasSize(rows.config.folds());
    int next = folds.get(0).test().from();
    for (Fold fold : folds) {
      assertThat(fold.test().from()).isEqualTo(next);
      assertThat(fold.test().size()).isPositive();
      next = fold.test().to();
    }
    assertThat(next).isEqualTo(rows.times.length);
    long[] tested =
        folds.stream()
            .mapToLong(
                f -> Arrays.stream(rows.times, f.test().from(), f.test().to()).distinct().count())
            .sorted()
            .toArray();
    assertThat(tested[tested.length - 1] - tested[0]).isLessThanOrEqualTo(1);
  }

  @Property(tries = 500)
  void noTimeIsDividedAndTimesSayTheSameAsIndexes(@ForAll("cases") Case rows) {
    for (Fold fold : WalkForward.folds(rows.times, rows.labelEnds, rows.config)) {
      for (int row = 0; row < rows.times.length; row++) {
        boolean trains = row >= fold.train().from() && row < fold.train().to();
        boolean tests = row >= fold.test().from() && row < fold.test().to();
        assertThat(fold.trains(rows.times[row])).isEqualTo(trains);
        assertThat(fold.tests(rows.times[row])).isEqualTo(tests);
      }
    }
  }

  @Property(tries = 200)
  void aRollingPartIsNoLongerThanAsked(@ForAll("cases") Case rows) {
    for (Fold fold : WalkForward.folds(rows.times, rows.labelEnds, rows.config)) {
      long bars =
          Arrays.stream(rows.times, fold.train().from(), fold.train().to()).distinct().count();
      if (rows.config.maxTrainBars() > 0) {
        assertThat(bars).isLessThanOrEqualTo(rows.config.maxTrainBars());
      } else {
        assertThat(fold.train().from()).isZero();
      }
    }
  }

  @Test
  void divides80To20LessTheHorizon() {
    long[] times = new long[200];
    long[] ends = new long[200];
    for (int row = 0; row < 200; row++) {
      times[row] = row / 2;
      ends[row] = row / 2 + 3L;
    }
    Fold fold = WalkForward.folds(times, ends, SplitConfig.chronological(3)).get(0);
    assertThat(fold)
        .isEqualTo(new Fold(0, new IndexRange(0, 154), new IndexRange(160, 200), 0, 77, 80, 100));
  }

  /** Bars are missing: the label of time 6 ends at 8 though it lies two bars before. */
  @Test
  void purgesByTrueEndsToo() {
    long[] times = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    long[] ends = {1, 2, 3, 4, 5, 6, 8, 8, 9, 10};
    SplitConfig config = new SplitConfig(1, 0.8, 1, 0, 0);
    assertThat(WalkForward.folds(times, ends, config).get(0).train())
        .isEqualTo(new IndexRange(0, 6));
  }

  /** Every label of the last two bars before the test reaches it: the window moves back. */
  @Test
  void aRollingPartKeepsItsLengthWhenLabelsArePurged() {
    long[] times = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    long[] ends = {1, 2, 3, 4, 5, 6, 8, 8, 9, 10};
    SplitConfig config = new SplitConfig(1, 0.8, 0, 0, 2);
    assertThat(WalkForward.folds(times, ends, config).get(0).train())
        .isEqualTo(new IndexRange(4, 6));
  }

  @Test
  void statesItsBounds() {
    SplitConfig config = new SplitConfig(2, 0.5, 1, 1, 0);
    assertThatThrownBy(() -> WalkForward.folds(new long[] {1, 2}, new long[] {1, 2}, config))
        .hasMessage("distinct times must be enough for 2 test parts after 2 times left out: 2");
    assertThatThrownBy(() -> WalkForward.folds(new long[] {2, 1}, new long[] {2, 2}, config))
        .hasMessage("times must ascend from 2: 1");
    assertThatThrownBy(() -> WalkForward.folds(new long[] {2}, new long[] {1}, config))
        .hasMessage("label must not end before 2: 1");
    assertThatThrownBy(() -> new SplitConfig(0, 0.5, 1, 1, 0))
        .hasMessage("splits.folds must be >= 1: 0");
    assertThatThrownBy(() -> new SplitConfig(1, 1, 1, 1, 0))
        .hasMessage("splits.trainFraction must be in (0, 1): 1.0");
    assertThatThrownBy(() -> new SplitConfig(1, 0.5, -1, 1, 0))
        .hasMessage("splits.purgeBars must be >= 0: -1");
    assertThatThrownBy(() -> new SplitConfig(1, 0.5, 1, -1, 0))
        .hasMessage("splits.embargoBars must be >= 0: -1");
    assertThatThrownBy(() -> new SplitConfig(1, 0.5, 1, 1, -1))
        .hasMessage("splits.maxTrainBars must be >= 0: -1");
  }
}
