package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Worked by hand, powers by NumPy. */
class PayoffRatiosTest {

  private static OutcomeConfig config(boolean pooled) {
    return new OutcomeConfig(1_000_000, 1000, 8, 30, 50, pooled);
  }

  /** Trades of one symbol and win probability, a millisecond apart. */
  private static TradeOutcomes plus(
      TradeOutcomes outcomes, String symbol, double probability, double... netReturns) {
    TradeOutcomes next = outcomes;
    for (double netReturn : netReturns) {
      long time = next.size();
      next = next.plus(new ClosedTrade(symbol, 0, time, probability, netReturn), config(false));
    }
    return next;
  }

  /** Wins of 0.03 in the mean, losses of 0.005, one of them a break-even: n = 2, 6^(2/32). */
  @Test
  void isShrunkGeometricallyByBin() {
    TradeOutcomes outcomes = plus(TradeOutcomes.empty(), "A", 0.55, 0.02, 0.04, 0.03, -0.01, 0);
    outcomes = plus(outcomes, "B", 0.85, 0.01, -0.04);
    PayoffRatios ratios = PayoffRatios.of(outcomes, config(false));
    assertThat(ratios.ratio("A", 0.55)).isEqualTo(1.1184960459738218, within(1e-14));
    assertThat(ratios.ratio("unknown", 0.51)).isEqualTo(ratios.ratio("A", 0.55));
    assertThat(ratios.ratio("A", 0.85)).isEqualTo(0.956265989496255, within(1e-14));
    assertThat(ratios.ratio("A", 0.9)).isEqualTo(ratios.ratio("A", 0.85));
    assertThat(ratios.ratio("A", 0.25)).isEqualTo(1);
  }

  @Test
  void isOneWhereNothingWasMeasured() {
    assertThat(PayoffRatios.of(TradeOutcomes.empty(), config(false)).ratio("A", 0.5)).isEqualTo(1);
    assertThat(PayoffRatios.of(TradeOutcomes.empty(), config(true)).ratio("A", 0.5)).isEqualTo(1);
    TradeOutcomes outcomes = plus(TradeOutcomes.empty(), "A", 0.15, 0.1, 0.2);
    outcomes = plus(outcomes, "A", 0.35, -0.1, -0.2);
    outcomes = plus(outcomes, "A", 0.55, 0.1, 0);
    PayoffRatios ratios = PayoffRatios.of(outcomes, config(false));
    assertThat(ratios.ratio("A", 0.15)).as("wins alone").isEqualTo(1);
    assertThat(ratios.ratio("A", 0.35)).as("losses alone").isEqualTo(1);
    assertThat(ratios.ratio("A", 0.55)).as("losses of nothing").isEqualTo(1);
  }

  /**
   * At 0.5 five wins and five losses of 0.01: no edge. At 0.8 eight wins of 0.02, two losses of
   * 0.01. Pooled, n = 7 and b = ((5·0.01 + 8·0.02)/13/0.01)^(7/37): it bets on the trades that have
   * no edge.
   */
  @Test
  void aPooledRatioCountsTheEdgeTwice() {
    TradeOutcomes outcomes =
        plus(
            TradeOutcomes.empty(),
            "A",
            0.5,
            new double[] {0.01, 0.01, 0.01, 0.01, 0.01, -0.01, -0.01, -0.01, -0.01, -0.01});
    outcomes =
        plus(
            outcomes,
            "A",
            0.8,
            new double[] {0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, -0.01, -0.01});
    PayoffRatios byBin = PayoffRatios.of(outcomes, config(false));
    assertThat(byBin.ratio("A", 0.5)).isEqualTo(1, within(1e-15));
    assertThat(Kelly.fullFraction(0.5, byBin.ratio("A", 0.5))).isLessThan(1e-15);
    assertThat(byBin.ratio("A", 0.8)).isEqualTo(1.0442737824274138, within(1e-14));
    PayoffRatios pooled = PayoffRatios.of(outcomes, config(true));
    assertThat(pooled.ratio("A", 0.5)).isEqualTo(1.0949733687667034, within(1e-14));
    assertThat(pooled.ratio("A", 0.8)).isEqualTo(pooled.ratio("A", 0.5));
    assertThat(pooled.ratio("B", 0.5)).isEqualTo(1);
    assertThat(Kelly.fullFraction(0.5, pooled.ratio("A", 0.5))).isGreaterThan(0.04);
  }
}
