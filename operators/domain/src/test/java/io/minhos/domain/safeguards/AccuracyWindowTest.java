package io.minhos.domain.safeguards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AccuracyWindowTest {

  private static final TrackingConfig CONFIG = new TrackingConfig(7, 1, 0.4);
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  private static ScoredAnswer answer(long time, double value, double confidence, double outcome) {
    return new ScoredAnswer("m", 1, "A", time - HOUR, time, value, confidence, outcome);
  }

  /**
   * By hand: correct 1, 0, ½ at p = 0.9, 0.6, 0.5: Brier (0.01 + 0.36 + 0)/3, returns 0.02 − 0.01 +
   * 0.
   */
  @Test
  void tellsTheFigures() {
    AccuracyWindow window =
        AccuracyWindow.initial()
            .plus(answer(0, 0.8, 0.8, 0.02), CONFIG)
            .plus(answer(1, -0.2, 0.2, 0.01), CONFIG)
            .plus(answer(HOUR, 0.3, 0, 0), CONFIG);
    TrackedAccuracy tracked = window.tracked(HOUR, CONFIG);
    assertThat(tracked.calls()).isEqualTo(3);
    assertThat(tracked.accuracy()).isEqualTo(0.5);
    assertThat(tracked.brier()).isEqualTo(0.37 / 3, within(1e-15));
    assertThat(tracked.meanPnl()).isEqualTo(0.01 / 3, within(1e-15));
    assertThat(tracked.callsBy()).containsExactly(1, 0, 1, 0, 0, 0, 0, 0, 1, 0);
    assertThat(tracked.rightBy()).containsExactly(0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0);
    assertThat(tracked.low()).isZero();
    assertThat(tracked.hasInterval()).isFalse();
  }

  /**
   * SciPy 1.17.1: c = 6, 3, 8, 5 right of m = 10, 8, 12, 10 a day, p = 22/40, {@code
   * p-t.ppf(.95,3)*sqrt(4/3*((c-p*m)**2).sum())/40}; two-sided with t.ppf(.975,3).
   */
  @Test
  void tellsEndsFromDays() {
    int[] calls = {10, 8, 12, 10};
    int[] right = {6, 3, 8, 5};
    AccuracyWindow window = AccuracyWindow.initial();
    for (int day = 0; day < 4; day++) {
      for (int i = 0; i < calls[day]; i++) {
        long time = day * DAY + i * 2L * HOUR;
        window = window.plus(answer(time, i < right[day] ? 1 : -1, 0.5, 0.01), CONFIG);
      }
    }
    TrackedAccuracy tracked = window.tracked(4 * DAY - 1, CONFIG);
    assertThat(tracked.accuracy()).isEqualTo(22.0 / 40);
    assertThat(tracked.low()).isEqualTo(0.40717326348369076, within(1e-9));
    assertThat(tracked.hasInterval()).isTrue();
    assertThat(tracked.intervalLow()).isEqualTo(0.3568558331448649, within(1e-9));
    assertThat(tracked.intervalHigh()).isEqualTo(1.1 - 0.3568558331448649, within(1e-9));
  }

  /** Five symbols that move together, outcomes that overlap for 5 bars of half an hour. */
  @Test
  void isSeldomAboveTheTruthAtItsLowerEnd() {
    Random random = new Random(1);
    int above = 0;
    for (int trial = 0; trial < 1000; trial++) {
      SimulatedCalls calls =
          new SimulatedCalls(random, SimulatedCalls.P55, 5, SimulatedCalls.RHO, 5);
      AccuracyWindow window = AccuracyWindow.initial();
      for (int bar = 0; bar < 7 * 48; bar++) {
        int right = calls.next();
        for (int symbol = 0; symbol < 5; symbol++) {
          window = window.plus(answer(bar * HOUR / 2, symbol < right ? 1 : -1, 0.5, 0.01), CONFIG);
        }
      }
      above += window.tracked(7 * DAY - 1, CONFIG).low() > 0.55 ? 1 : 0;
    }
    assertThat(above / 1000.0).isBetween(0.02, 0.08);
  }

  @Test
  void bySymbolItIsToldByTheHourOrByTheDayWhereBarsAreAsLong() {
    SymbolHour midnight = SymbolHour.of(0);
    SymbolHour one = SymbolHour.of(3_600_000);
    SymbolHour nextDay = SymbolHour.of(24 * 3_600_000L);
    assertThat(one.tellsOf(midnight, 60_000)).isTrue();
    assertThat(one.tellsOf(midnight, 3_600_000)).isFalse();
    assertThat(nextDay.tellsOf(one, 3_600_000)).isTrue();
    assertThat(midnight.tellsOf(SymbolHour.of(-1), 4 * 3_600_000)).isTrue();
  }

  /** A window by day tells what one by hour does of the same calls, of the days that it holds. */
  @Test
  void byDayItTellsTheSameAndRemembersDays() {
    Random random = new Random(2);
    AccuracyWindow byDay = AccuracyWindow.initial();
    SymbolHour hour = SymbolHour.of(0);
    List<ScoredAnswer> all = new ArrayList<>();
    for (int bar = 0; bar < 20 * 48; bar++) {
      long time = bar * HOUR / 2;
      if (SymbolHour.of(time).hour() != hour.hour()) {
        byDay = byDay.plusDay(hour.calls().get("m/1"), CONFIG);
        hour = SymbolHour.of(time);
      }
      ScoredAnswer answer =
          answer(time, random.nextDouble() - 0.4, random.nextDouble(), random.nextGaussian());
      hour = hour.plus(List.of(answer));
      all.add(answer);
    }
    byDay = byDay.plusDay(hour.calls().get("m/1"), CONFIG);
    long now = 20 * DAY - 1;
    assertThat(byDay.closed()).hasSize(6);
    AccuracyWindow byHour = AccuracyWindow.initial();
    for (ScoredAnswer answer : all) {
      byHour = byHour.plus(answer, CONFIG);
    }
    TrackedAccuracy expected = byHour.tracked(now, CONFIG);
    TrackedAccuracy tracked = byDay.tracked(now, CONFIG);
    assertThat(tracked.calls()).isEqualTo(7 * 48);
    assertThat(tracked.accuracy()).isEqualTo(expected.accuracy());
    assertThat(tracked.low()).isEqualTo(expected.low(), within(1e-12));
    assertThat(tracked.brier()).isEqualTo(expected.brier(), within(1e-12));
    assertThat(tracked.meanPnl()).isEqualTo(expected.meanPnl(), within(1e-12));
    assertThat(tracked.callsBy()).isEqualTo(expected.callsBy());
    assertThat(tracked.rightBy()).isEqualTo(expected.rightBy());
    // A week later nothing of it is left.
    assertThat(byDay.tracked(now + 7 * DAY, CONFIG).calls()).isZero();
  }

  @Test
  void isUnknownBelowTheMinimum() {
    TrackingConfig config = new TrackingConfig(7, 2, 0.4);
    AccuracyWindow window = AccuracyWindow.initial();
    assertThat(window.tracked(0, config).calls()).isZero();
    assertThat(window.tracked(0, config).accuracy()).isNaN();
    window = window.plus(answer(0, 1, 1, 1), config);
    TrackedAccuracy one = window.tracked(0, config);
    assertThat(one.calls()).isEqualTo(1);
    assertThat(new double[] {one.accuracy(), one.low(), one.brier(), one.meanPnl()})
        .containsOnly(Double.NaN);
    assertThat(window.plus(answer(0, 1, 1, 1), config).tracked(0, config).accuracy()).isEqualTo(1);
  }

  @Test
  void takesWhatIsNoNumber() {
    AccuracyWindow window =
        AccuracyWindow.initial()
            .plus(answer(0, Double.NaN, Double.NaN, 0.01), CONFIG)
            .plus(answer(0, 1, Double.POSITIVE_INFINITY, Double.NaN), CONFIG);
    TrackedAccuracy tracked = window.tracked(0, CONFIG);
    assertThat(tracked.accuracy()).isEqualTo(0.5);
    assertThat(tracked.meanPnl()).isZero();
    // (½ − ½)² and (1 − ½)².
    assertThat(tracked.brier()).isEqualTo(0.125);
  }

  /** Whatever comes when, it tells what all calls of the last 168 hours tell, and holds no more. */
  @Property(tries = 100)
  void isTheWindowsCallsAlone(@ForAll long seed) {
    Random random = new Random(seed);
    List<ScoredAnswer> all = new ArrayList<>();
    AccuracyWindow window = AccuracyWindow.initial();
    long time = 0;
    for (int i = 0; i < 400; i++) {
      time += random.nextInt(4) == 0 ? random.nextInt((int) (10 * HOUR)) : 0;
      ScoredAnswer answer =
          answer(time, random.nextGaussian(), random.nextDouble(), random.nextGaussian());
      all.add(answer);
      window = window.plus(answer, CONFIG);
      assertThat(window.closed().size()).isLessThan(168);
    }
    long now = time + random.nextInt((int) (100 * HOUR));
    int calls = 0;
    double correct = 0;
    double pnl = 0;
    for (ScoredAnswer answer : all) {
      if (answer.scoredAt() / HOUR > now / HOUR - 168) {
        calls++;
        correct += answer.correct();
        pnl += answer.paperReturn();
      }
    }
    TrackedAccuracy tracked = window.tracked(now, CONFIG);
    assertThat(tracked.calls()).isEqualTo(calls);
    assertThat(tracked.accuracy()).isEqualTo(correct / calls);
    assertThat(tracked.meanPnl()).isEqualTo(pnl / calls, within(1e-12));
  }
}
