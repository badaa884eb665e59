package io.minhos.domain.safeguards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class BettingTestTest {

  private static final AccuracyTestConfig CONFIG = AccuracyTestConfig.defaults();
  private static final AccuracyTestConfig WITHOUT_RESERVE =
      new AccuracyTestConfig(100, 10, 7, 0, 0.5);
  private static final long WEEK = 7 * 86_400_000L;
  private static final long MONDAY = 4 * 86_400_000L;

  /** Scored bars until the test fails, at most {@code most} + 1. */
  private static int barsToFail(Random random, double accuracy, double healthy, int most) {
    BettingTest test = BettingTest.initial(healthy, 1);
    int bars = 0;
    while (bars <= most && !test.failed(CONFIG)) {
      test = test.plus(MONDAY, 1, random.nextDouble() < accuracy ? 1 : 0, CONFIG);
      bars++;
    }
    return bars;
  }

  private static double partWithin(int most, double accuracy, double healthy) {
    Random random = new Random(11);
    int found = 0;
    for (int trial = 0; trial < 2000; trial++) {
      found += barsToFail(random, accuracy, healthy, most) <= most ? 1 : 0;
    }
    return found / 2000.0;
  }

  /** NumPy gives 99.5 % and 87.9 % of 4,000 trials. */
  @Test
  void findsABrokenModelSoon() {
    assertThat(partWithin(30, 0.10, 0.55)).isGreaterThanOrEqualTo(0.99);
    assertThat(partWithin(120, 0.35, 0.55)).isGreaterThanOrEqualTo(0.85);
  }

  /** Weeks of 840 bars in which the test fails, of all. */
  private static double weeksFailed(
      int weeks, double healthy, SimulatedCalls calls, int symbols, int countedEvery) {
    BettingTest test = BettingTest.initial(healthy, countedEvery);
    int failed = 0;
    for (int week = 0; week < weeks; week++) {
      boolean fails = false;
      for (int bar = 0; bar < 840; bar++) {
        long time = MONDAY + week * WEEK + bar * (WEEK / 840);
        test = test.plus(time, symbols, calls.next(), CONFIG);
        fails |= test.failed(CONFIG);
      }
      failed += fails ? 1 : 0;
    }
    return (double) failed / weeks;
  }

  /** Ville's bound is 1 %; it is nearly used up where a0 is the accuracy itself. */
  @Test
  void sparesAHealthyModel() {
    assertThat(weeksFailed(1000, 0.53, independent(), 1, 1)).isLessThan(0.01);
    assertThat(weeksFailed(5000, 0.55, independent(), 1, 1)).isLessThan(0.01);
  }

  /** Symbols move together and outcomes overlap. */
  @Test
  void sparesAHealthyModelWhoseCallsDepend() {
    assertThat(weeksFailed(1000, 0.53, dependent(), 5, 5)).isLessThan(0.01);
    assertThat(weeksFailed(3000, 0.55, dependent(), 5, 5)).isLessThan(0.01);
  }

  private static SimulatedCalls independent() {
    return new SimulatedCalls(new Random(3), SimulatedCalls.P55, 1, 0, 1);
  }

  private static SimulatedCalls dependent() {
    return new SimulatedCalls(new Random(5), SimulatedCalls.P55, 5, SimulatedCalls.RHO, 5);
  }

  /** What the horizon is for: where each bar counts, the same calls are taken for evidence. */
  @Test
  void isFooledByOverlapIfEachBarCounts() {
    assertThat(weeksFailed(500, 0.55, dependent(), 5, 1)).isGreaterThan(0.1);
  }

  /**
   * The formula in NumPy 2.4.6, a0 = 0.55, x̄ = 0.2, 1, 0, 0.4, 0.6, 0, 0: {@code f =
   * 1+lam*(a0-x)[:,None]} with {@code lam = (a0-q)/(a0*(1-a0))}, {@code q =
   * np.linspace(.05,.40,5)}; {@code np.prod(f,0).mean()}. With a reserve of 0.1 and a bar each 3
   * hours {@code w = [.9] + 6*[.1*3/168]}, {@code sum(w[s]*np.prod(f[s:],0) for s in
   * range(7)).mean()+1-sum(w)}.
   */
  @Test
  void isTheFormula() {
    double[] means = {0.2, 1, 0, 0.4, 0.6, 0, 0};
    BettingTest plain = BettingTest.initial(0.55, 1);
    BettingTest reserved = BettingTest.initial(0.55, 1);
    for (int i = 0; i < means.length; i++) {
      long time = MONDAY + i * 3L * 3_600_000;
      plain = plain.plus(time, 5, 5 * means[i], WITHOUT_RESERVE);
      reserved = reserved.plus(time, 5, 5 * means[i], CONFIG);
    }
    assertThat(plain.capital().value()).isEqualTo(2.694662535196506, within(1e-12));
    assertThat(reserved.capital().value()).isEqualTo(2.548646412711923, within(1e-12));
    assertThat(plain.calls()).isEqualTo(35);
  }

  /** By hand: E of one wrong call is the mean of (1 − q)/(1 − a0) = (1 − 0.225)/0.45. */
  @Test
  void isALikelihoodRatioForOneSymbol() {
    BettingTest wrong = BettingTest.initial(0.55, 1).plus(MONDAY, 1, 0, WITHOUT_RESERVE);
    BettingTest right = BettingTest.initial(0.55, 1).plus(MONDAY, 1, 1, WITHOUT_RESERVE);
    assertThat(wrong.capital().value()).isEqualTo(0.775 / 0.45, within(1e-14));
    assertThat(right.capital().value()).isEqualTo(0.225 / 0.55, within(1e-14));
  }

  /** Median of the bars after 100 healthy hours in which a model that is right 1 in 10 is found. */
  private static int barsAfterHealth(AccuracyTestConfig config) {
    Random random = new Random(13);
    int[] bars = new int[501];
    for (int trial = 0; trial < bars.length; trial++) {
      BettingTest test = BettingTest.initial(0.55, 1);
      for (int bar = 0; !test.failed(config) || bar < 100; bar++) {
        boolean right = random.nextDouble() < (bar < 100 ? 0.55 : 0.10);
        test = test.plus(MONDAY + bar * 3_600_000L, 1, right ? 1 : 0, config);
        bars[trial] = bar - 99;
      }
    }
    Arrays.sort(bars);
    return bars[250];
  }

  /** By NumPy 22 and 48. */
  @Test
  void findsWhatBreaksAfterItWasWell() {
    assertThat(barsAfterHealth(CONFIG)).isBetween(20, 24);
    assertThat(barsAfterHealth(WITHOUT_RESERVE)).isBetween(44, 52);
  }

  @Test
  void needsAMinimumOfCalls() {
    BettingTest test = BettingTest.initial(0.9, 1);
    for (int i = 0; i < 9; i++) {
      test = test.plus(MONDAY, 1, 0, CONFIG);
    }
    assertThat(test.capital().value()).isGreaterThan(1e6);
    assertThat(test.failed(CONFIG)).isFalse();
    assertThat(test.plus(MONDAY, 1, 0, CONFIG).failed(CONFIG)).isTrue();
  }

  @Test
  void startsAfreshOnMonday() {
    BettingTest test = BettingTest.initial(0.55, 1);
    // Monday, 2 November 2026, 00:00 UTC.
    long monday = 1_793_577_600_000L;
    for (int i = 0; i < 20; i++) {
      test = test.plus(monday - 1, 1, 0, CONFIG);
    }
    assertThat(test.failed(CONFIG)).isTrue();
    test = test.plus(monday, 1, 0, CONFIG);
    assertThat(test.calls()).isEqualTo(1);
    assertThat(test.capital().value()).isEqualTo(0.1 + 0.9 * 0.775 / 0.45, within(1e-14));
    assertThat(test.plus(monday + WEEK - 1, 1, 0, CONFIG).calls()).isEqualTo(2);
  }

  @Test
  void countsEachHorizonOnceAndNoBarWithoutCalls() {
    BettingTest test = BettingTest.initial(0.55, 3);
    for (int bar = 0; bar < 7; bar++) {
      test = test.plus(MONDAY, 0, 0, CONFIG).plus(MONDAY, 2, 1, CONFIG);
    }
    assertThat(test.bars()).isEqualTo(7);
    assertThat(test.calls()).isEqualTo(6);
  }

  /** As many bars of a minute as a week has. */
  @Property(tries = 100)
  void staysANumber(
      @ForAll @DoubleRange(min = 0.41, max = 0.99) double healthy,
      @ForAll @DoubleRange(min = 0, max = 1) double accuracy,
      @ForAll long seed) {
    Random random = new Random(seed);
    BettingTest test = BettingTest.initial(healthy, 1);
    for (int i = 0; i < 10_080; i++) {
      test = test.plus(MONDAY, 1, random.nextDouble() < accuracy ? 1 : 0, CONFIG);
    }
    assertThat(Arrays.stream(test.capital().logs()).allMatch(Double::isFinite)).isTrue();
    assertThat(test.capital().value()).isBetween(0.0, Double.MAX_VALUE);
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> BettingTest.initial(0.4, 1))
        .hasMessage("healthy must be in (0.4, 1): 0.4");
    assertThatThrownBy(() -> BettingTest.initial(Double.NaN, 1))
        .hasMessage("healthy must be in (0.4, 1): NaN");
    assertThatThrownBy(() -> BettingTest.initial(0.5, 0)).hasMessage("horizonBars must be >= 1: 0");
  }
}
