package io.minhos.domain.safeguards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PairedTestTest {

  private static final int TRIALS = 1000;
  private static final int BARS = 5000;
  private static final PromotionConfig CONFIG = PromotionConfig.defaults();

  /** Parts of the trials in which a rule that is asked after each bar ever promotes. */
  private record Promoted(double byCapital, double byPeekedZ) {}

  private static Promoted promoted(
      PairedTest initial, int trials, Supplier<Supplier<PairedDifference>> market) {
    int byCapital = 0;
    int byPeekedZ = 0;
    for (int trial = 0; trial < trials; trial++) {
      Supplier<PairedDifference> differences = market.get();
      PairedTest test = initial;
      boolean promotes = false;
      boolean peeked = false;
      double sum = 0;
      double squares = 0;
      for (int bar = 1; bar <= BARS && !(promotes && peeked); bar++) {
        PairedDifference difference = differences.get();
        test = test.plus(difference);
        promotes |= test.promotes(CONFIG);
        double d =
            initial.criterion() == Criterion.ACCURACY ? difference.accuracy() : difference.pnl();
        sum += d;
        squares += d * d;
        double mean = sum / bar;
        double error = Math.sqrt((squares / bar - mean * mean) / bar);
        peeked |= bar >= 30 && mean > 1.6448536269514722 * error;
      }
      byCapital += promotes ? 1 : 0;
      byPeekedZ += peeked ? 1 : 0;
    }
    return new Promoted((double) byCapital / trials, (double) byPeekedZ / trials);
  }

  /** Two models that make calls of their own, over so many symbols that move together. */
  private static Supplier<Supplier<PairedDifference>> accuracies(
      long seed, double champion, double challenger, int symbols, int horizonBars) {
    Random random = new Random(seed);
    return () -> {
      SimulatedCalls old =
          new SimulatedCalls(random, champion, symbols, SimulatedCalls.RHO, horizonBars);
      SimulatedCalls young =
          new SimulatedCalls(random, challenger, symbols, SimulatedCalls.RHO, horizonBars);
      return () -> new PairedDifference(symbols, (double) (young.next() - old.next()) / symbols, 0);
    };
  }

  /** Differences of returns in a market whose volatility comes in clusters and tails are heavy. */
  private static Supplier<Supplier<PairedDifference>> returns(long seed, double edge) {
    Random random = new Random(seed);
    return () -> {
      double[] logVolatility = {0};
      return () -> {
        logVolatility[0] = 0.97 * logVolatility[0] + 0.15 * random.nextGaussian();
        // Student's t with 3 degrees of freedom and a standard deviation of 1.
        double chiSquare = 0;
        for (int i = 0; i < 3; i++) {
          double z = random.nextGaussian();
          chiSquare += z * z;
        }
        double shock = random.nextGaussian() / Math.sqrt(chiSquare);
        double pnl = 0.01 * Math.exp(logVolatility[0]) * (shock + edge);
        return new PairedDifference(1, 0, pnl);
      };
    };
  }

  @Test
  void seldomPromotesAnEqualInAccuracy() {
    Promoted promoted =
        promoted(
            PairedTest.initial(Criterion.ACCURACY, 1),
            TRIALS,
            accuracies(1, SimulatedCalls.P53, SimulatedCalls.P53, 1, 1));
    assertThat(promoted.byCapital()).isLessThanOrEqualTo(0.05);
    assertThat(promoted.byPeekedZ()).isGreaterThan(5 * promoted.byCapital()).isGreaterThan(0.3);
  }

  @Test
  void seldomPromotesAnEqualWhoseOutcomesOverlap() {
    Promoted promoted =
        promoted(
            PairedTest.initial(Criterion.ACCURACY, 5),
            200,
            accuracies(2, SimulatedCalls.P53, SimulatedCalls.P53, 5, 5));
    assertThat(promoted.byCapital()).isLessThanOrEqualTo(0.05);
    assertThat(promoted.byPeekedZ()).isGreaterThan(0.3);
  }

  @Test
  void promotesTheMoreAccurate() {
    Supplier<Supplier<PairedDifference>> market =
        accuracies(3, SimulatedCalls.P53, SimulatedCalls.P58, 1, 1);
    assertThat(promoted(PairedTest.initial(Criterion.ACCURACY, 1), 300, market).byCapital())
        .isGreaterThan(0.9);
  }

  @Test
  void seldomPromotesAnEqualInPnl() {
    Promoted promoted = promoted(PairedTest.initial(Criterion.PNL, 1), TRIALS, returns(4, 0));
    assertThat(promoted.byCapital()).isLessThanOrEqualTo(0.05);
    assertThat(promoted.byPeekedZ()).isGreaterThan(5 * promoted.byCapital()).isGreaterThan(0.3);
  }

  @Test
  void promotesWhoEarnsMore() {
    assertThat(promoted(PairedTest.initial(Criterion.PNL, 1), 300, returns(5, 0.1)).byCapital())
        .isGreaterThan(0.9);
  }

  /**
   * In NumPy 2.4.6: d = 1, −0.5, 0.25, 0, 1; {@code np.prod(1+lam*d[:,None],0).mean()}, {@code lam
   * = [.02,.05,.1,.2,.4]}.
   */
  @Test
  void isTheFormulaForAccuracy() {
    PairedTest test = PairedTest.initial(Criterion.ACCURACY, 1);
    for (double d : new double[] {1, -0.5, 0.25, 0, 1}) {
      test = test.plus(new PairedDifference(4, d, 0));
    }
    assertThat(test.capital().value()).isEqualTo(1.27747153975, within(1e-12));
  }

  /**
   * In NumPy 2.4.6: δ = 0.01·sin t for t = 1, …, 60, and −1 after them; σ = {@code
   * sqrt(cumsum(delta**2)/t)} shifted by one, no bet on the first 20.
   */
  @Test
  void isTheFormulaForPnl() {
    PairedTest test = PairedTest.initial(Criterion.PNL, 1);
    for (int t = 1; t <= 60; t++) {
      test = test.plus(new PairedDifference(1, 0, 0.01 * StrictMath.sin(t)));
      assertThat(test.capital().value() == 1).as("after %d", t).isEqualTo(t <= 20);
    }
    assertThat(test.capital().value()).isEqualTo(0.8157007941774781, within(1e-12));
    PairedTest lost = test.plus(new PairedDifference(1, 0, -1));
    assertThat(lost.capital().value()).isEqualTo(0.6358499424428324, within(1e-12));
  }

  @Test
  void doesNotBetOnWhatNeverDiffers() {
    PairedTest test = PairedTest.initial(Criterion.PNL, 1);
    for (int t = 0; t < 100; t++) {
      test = test.plus(new PairedDifference(1, 0, 0));
    }
    assertThat(test.plus(new PairedDifference(1, 0, 5)).capital().value()).isEqualTo(1);
  }

  @Test
  void countsEachHorizonOnceAndNoBarWithoutPairs() {
    PairedTest test = PairedTest.initial(Criterion.ACCURACY, 4);
    for (int bar = 0; bar < 9; bar++) {
      test =
          test.plus(new PairedDifference(0, 0, 0)).plus(new PairedDifference(2, bar % 4 / 4.0, 1));
    }
    assertThat(test.counted()).isEqualTo(3);
    assertThat(test.capital().value()).isEqualTo(1);
    assertThatThrownBy(() -> PairedTest.initial(Criterion.PNL, 0))
        .hasMessage("horizonBars must be >= 1: 0");
  }

  private static ScoredAnswer answer(String symbol, long at, double value, double outcome) {
    return new ScoredAnswer("m", 1, symbol, at, at + 5, value, 0.5, outcome);
  }

  @Test
  void comparesWhatBothAnswered() {
    List<ScoredAnswer> champion =
        List.of(
            answer("A", 1, 0.5, -0.02),
            answer("B", 1, 0.5, 0.01),
            answer("D", 1, 0, 0.03),
            answer("E", 1, 1, 1));
    List<ScoredAnswer> challenger =
        List.of(
            answer("A", 1, -0.1, -0.02),
            answer("C", 1, 1, 1),
            answer("D", 1, 0.2, 0.03),
            answer("E", 2, -1, 1));
    // A: right, not wrong; D: right, not undecided.
    PairedDifference difference = PairedDifference.of(champion, challenger);
    assertThat(difference.symbols()).isEqualTo(2);
    assertThat(difference.accuracy()).isEqualTo(0.75);
    assertThat(difference.pnl()).isEqualTo((0.04 + 0.03) / 2, within(1e-15));
    assertThat(PairedDifference.of(champion, List.of())).isEqualTo(new PairedDifference(0, 0, 0));
  }

  @Test
  void knowsWhatIsNoCall() {
    assertThat(answer("A", 1, 0.5, 0.1).correct()).isEqualTo(1);
    assertThat(answer("A", 1, -0.5, 0.1).correct()).isEqualTo(0);
    assertThat(answer("A", 1, -0.5, 0.1).paperReturn()).isEqualTo(-0.1);
    assertThat(answer("A", 1, -0.0, 0.1).correct()).isEqualTo(0.5);
    assertThat(answer("A", 1, 1e-200, 1e-200).correct()).isEqualTo(1);
    assertThat(answer("A", 1, 0.5, 0).correct()).isEqualTo(0.5);
    assertThat(answer("A", 1, Double.NaN, 0.1).correct()).isEqualTo(0.5);
    assertThat(answer("A", 1, 0.5, Double.NaN).paperReturn()).isZero();
  }
}
