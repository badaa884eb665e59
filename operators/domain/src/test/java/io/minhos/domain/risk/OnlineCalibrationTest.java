package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OnlineCalibrationTest {

  private static OutcomeConfig config(int bins, double prior) {
    return new OutcomeConfig(1_000_000, 5000, bins, 30, prior, false);
  }

  private static OnlineCalibration of(List<ClosedTrade> trades, OutcomeConfig config) {
    TradeOutcomes outcomes = TradeOutcomes.empty();
    for (ClosedTrade trade : trades) {
      outcomes = outcomes.plus(trade, config);
    }
    return OnlineCalibration.of(outcomes, config);
  }

  /** So many trades, the first of them wins, a millisecond apart. */
  private static void add(List<ClosedTrade> trades, double probability, int count, int wins) {
    for (int i = 0; i < count; i++) {
      double netReturn = i < wins ? 0.01 : -0.01;
      trades.add(new ClosedTrade("A", 0, trades.size(), probability, netReturn));
    }
  }

  /**
   * Four bins, prior 10; 30 trades with 14 wins at 0.58333 in the mean, 20 with 4 at 0.8. NumPy and
   * scikit-learn 1.9.1: posterior means 0.2, 0.4, 0.49583, 0.4, IsotonicRegression of them weighted
   * 10, 10, 40, 30, then numpy.interp.
   */
  @Test
  void isAPosteriorMadeMonotone() {
    List<ClosedTrade> trades = new ArrayList<>();
    add(trades, 0.55, 20, 6);
    add(trades, 0.65, 10, 8);
    add(trades, 0.8, 20, 4);
    OnlineCalibration calibration = of(trades, config(4, 10));
    double[] at = {0.1, 0.15, 0.2, 0.3, 0.5, 0.58, 0.7, 0.8, 0.85, 0.9};
    double[] expected = {
      0.1,
      0.15,
      0.2,
      0.3,
      0.4298701298701299,
      0.4537662337662338,
      0.4547619047619048,
      0.4547619047619048,
      0.5047619047619047,
      0.5547619047619048
    };
    assertThat(Arrays.stream(at).map(calibration::apply).toArray())
        .containsExactly(expected, within(1e-14));
  }

  @Property
  void isTheIdentityWithoutTrades(
      @ForAll @DoubleRange(min = 0.1, max = 0.9) double probability,
      @ForAll @IntRange(min = 1, max = 100) int bins) {
    OnlineCalibration calibration = OnlineCalibration.of(TradeOutcomes.empty(), config(bins, 50));
    assertThat(calibration.apply(probability)).isEqualTo(probability);
  }

  @Test
  void keepsToItsRange() {
    OnlineCalibration calibration =
        OnlineCalibration.of(TradeOutcomes.empty(), OutcomeConfig.defaults());
    assertThat(calibration.apply(0)).isEqualTo(0.1);
    assertThat(calibration.apply(1)).isEqualTo(0.9);
    assertThatThrownBy(() -> calibration.apply(Double.NaN))
        .hasMessage("winProbability must be a number: NaN");
    List<ClosedTrade> lost = new ArrayList<>();
    add(lost, 0.15, 5000, 0);
    assertThat(of(lost, config(8, 50)).apply(0.1)).isEqualTo(0.1);
    List<ClosedTrade> won = new ArrayList<>();
    add(won, 0.9, 5000, 5000);
    assertThat(of(won, config(8, 50)).apply(0.9)).isEqualTo(0.9);
  }

  @Property(tries = 200)
  void neverFallsAndTheOrderOfArrivalDecidesNothing(@ForAll long seed) {
    Random random = new Random(seed);
    OutcomeConfig config = config(1 + random.nextInt(12), 1 + 50 * random.nextDouble());
    List<ClosedTrade> trades = new ArrayList<>();
    int count = random.nextInt(200);
    for (int i = 0; i < count; i++) {
      double probability = (10 + random.nextInt(81)) / 100.0;
      double netReturn = random.nextGaussian();
      trades.add(new ClosedTrade("A", 0, random.nextInt(50), probability, netReturn));
    }
    OnlineCalibration calibration = of(trades, config);
    Collections.shuffle(trades, random);
    OnlineCalibration shuffled = of(trades, config);
    double before = 0.1;
    for (double probability : random.doubles(300, 0.1, 0.9).sorted().toArray()) {
      double corrected = calibration.apply(probability);
      assertThat(corrected).isBetween(before, 0.9);
      assertThat(shuffled.apply(probability)).isEqualTo(corrected);
      before = corrected;
    }
  }

  /** With one bin in use, what comes out lies between what was said and what was seen. */
  @Property(tries = 200)
  void movesTowardsWhatWasSeen(
      @ForAll @DoubleRange(min = 0.1, max = 0.9) double probability,
      @ForAll @IntRange(min = 1, max = 300) int count,
      @ForAll @DoubleRange(min = 0, max = 1) double part) {
    int wins = (int) (part * count);
    double observed = (double) wins / count;
    List<ClosedTrade> trades = new ArrayList<>();
    add(trades, probability, count, wins);
    double corrected = of(trades, config(1, 50)).apply(probability);
    double posterior = (wins + 50 * probability) / (count + 50);
    assertThat(corrected).isEqualTo(Math.max(0.1, Math.min(0.9, posterior)), within(1e-12));
    if (Math.abs(observed - probability) > 1e-9 && posterior > 0.1 && posterior < 0.9) {
      assertThat(Math.abs(observed - corrected)).isLessThan(Math.abs(observed - probability));
      assertThat(Math.signum(corrected - probability))
          .isEqualTo(Math.signum(observed - probability));
    }
  }

  /** A model that has come to be overconfident is drawn back by the trades of one window. */
  @Test
  void followsARegimeWithoutTraining() {
    Random random = new Random(7);
    OutcomeConfig config = config(8, 50);
    TradeOutcomes outcomes = TradeOutcomes.empty();
    for (int i = 0; i < 2000; i++) {
      double said = 0.2 + 0.6 * random.nextDouble();
      boolean won = random.nextDouble() < truth(said);
      outcomes = outcomes.plus(new ClosedTrade("A", i, i, said, won ? 0.01 : -0.01), config);
    }
    OnlineCalibration calibration = OnlineCalibration.of(outcomes, config);
    for (double said = 0.25; said < 0.8; said += 0.05) {
      double corrected = calibration.apply(said);
      assertThat(corrected).as("said %s", said).isEqualTo(truth(said), within(0.06));
    }
    assertThat(calibration.apply(0.75)).isLessThan(0.65);
    assertThat(calibration.apply(0.25)).isGreaterThan(0.35);
  }

  private static double truth(double said) {
    return 0.5 + 0.3 * (said - 0.5);
  }
}
