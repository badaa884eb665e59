package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharpeEstimateTest {

  /**
   * The numerical example of The Deflated Sharpe Ratio: 2.5 a year over five years of 250 days, the
   * best of 100 trials whose annual ratios have a variance of ½, skewness −3 and kurtosis 10: SR0 =
   * 0.1132, DSR ≈ 0.9004.
   */
  @Test
  void deflatesAsThePaperDoes() {
    SharpeEstimate best = new SharpeEstimate(1250, 2.5 / Math.sqrt(250), -3, 10);
    assertThat(SharpeEstimate.expectedMaximum(100, 0.5 / 250)).isEqualTo(0.1132, within(5e-5));
    assertThat(best.deflated(100, 0.5 / 250)).isEqualTo(0.9004, within(2e-4));
    assertThat(best.deflated(1, 0.5 / 250)).isEqualTo(best.probability(0)).isGreaterThan(0.99);
  }

  /**
   * The table of The Sharpe Ratio Efficient Frontier: years after which an annual Sharpe ratio of 2
   * is above 1 with 95 %, returns being normal: 2.73 by day, 2.83 by week, 3.24 by month.
   */
  @ParameterizedTest
  @CsvSource({"252, 2.73", "52, 2.83", "12, 3.24"})
  void needsTheTrackRecordOfThePaper(int periods, double years) {
    SharpeEstimate two = new SharpeEstimate(1, 2 / Math.sqrt(periods), 0, 3);
    double length = two.minTrackRecord(1 / Math.sqrt(periods), 0.95);
    assertThat(length / periods).isEqualTo(years, within(0.005));
    // As long as that, it is above with just that chance.
    SharpeEstimate then = new SharpeEstimate((int) Math.ceil(length), two.ratio(), 0, 3);
    assertThat(then.probability(1 / Math.sqrt(periods))).isEqualTo(0.95, within(1e-3));
    assertThat(two.minTrackRecord(two.ratio(), 0.95)).isInfinite();
  }

  /** By Python's statistics.NormalDist and sums over the sample. */
  @Test
  void estimatesFromReturns() {
    SharpeEstimate estimate =
        SharpeEstimate.of(new double[] {0.01, -0.02, 0.03, 0.015, -0.005, 0.02, -0.01, 0.04});
    assertThat(estimate.periods()).isEqualTo(8);
    assertThat(estimate.ratio()).isEqualTo(0.5207556439232954, within(1e-14));
    assertThat(estimate.skewness()).isEqualTo(-0.03971865080770875, within(1e-13));
    assertThat(estimate.kurtosis()).isEqualTo(1.8397012352772193, within(1e-13));
    assertThat(estimate.probability(0.1)).isEqualTo(0.858224714498597, within(1e-13));
    assertThat(estimate.minTrackRecord(0.1, 0.95)).isEqualTo(17.468622608884047, within(1e-9));
  }

  @Test
  void saysNothingOfReturnsThatDoNotDiffer() {
    SharpeEstimate none = SharpeEstimate.of(new double[] {0.5, 0.5});
    assertThat(none).isEqualTo(new SharpeEstimate(2, 0, 0, 3));
    assertThat(none.probability(0)).isEqualTo(0.5);
    assertThat(SharpeEstimate.of(new double[0]).probability(0)).isZero();
  }

  /** Normal quantiles as tables have them. */
  @ParameterizedTest
  @CsvSource({
    "0.975, 1.959963984540054",
    "0.1, -1.2815515655446004",
    "0.999, 3.090232306167813",
    "0.5, 0"
  })
  void inverts(double p, double quantile) {
    assertThat(Normal.quantile(p)).isEqualTo(quantile, within(1e-12));
    assertThat(Normal.cdf(Normal.quantile(p))).isEqualTo(p, within(1e-15));
  }

  @Test
  void aQuantileIsOfAChance() {
    assertThatThrownBy(() -> Normal.quantile(1)).hasMessage("p must be in (0, 1): 1.0");
    assertThatThrownBy(() -> Normal.quantile(Double.NaN)).hasMessage("p must be in (0, 1): NaN");
  }
}
