package io.minhos.domain.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.features.CyclicTime;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import java.time.Instant;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WinFeaturesTest {

  private static final Offset<Double> CLOSE = within(1e-12);
  private static final RegimeConfig TWENTY = new RegimeConfig(20, 0.9, 29);

  private static SignalComponent component(
      String name, Status status, Direction direction, double agreement) {
    return new SignalComponent(name, 1, status, 0.5, direction, -0.5, 0.6, agreement, List.of());
  }

  private static Signal signal(String open, Direction direction, double volatility, Regime regime) {
    long from = Instant.parse(open).toEpochMilli();
    Bar bar = Bar.of("A", from, from + 60_000, 1, 1, 1, 1, 1);
    return new Signal(
        "A",
        bar.time(),
        direction,
        -0.4,
        0.7,
        List.of(
            component("technical", Status.OK, Direction.SHORT, 1),
            component("lstm", Status.OK, Direction.LONG, 1),
            component("ensemble", Status.OK, Direction.SHORT, 0.75)),
        bar,
        2,
        volatility,
        0.31,
        List.of(),
        1.25,
        regime,
        WinEstimate.none(0, Status.UNTRAINED));
  }

  /**
   * Friday 2024-03-08, closing at 06:00: sines and cosines of π/2 and 8π/7 by Python. Three
   * components of weight 0.5 and confidence 0.6; the fused one is 0.7, as if it were calibrated.
   */
  @Test
  void aWorkedExample() {
    double[] values =
        WinFeatures.of(signal("2024-03-08T05:59:00Z", Direction.SHORT, 0.012, Regime.TREND));
    double[] expected = {
      0.9, 0.4, 2, 0.012, 1.25, 0.31, 1, 0, -0.433883739117558, -0.9009688679024191, 0.75, 1, 0, 0
    };
    assertThat(values).hasSameSizeAs(WinFeatures.NAMES);
    for (int i = 0; i < expected.length; i++) {
      assertThat(values[i]).as(WinFeatures.NAMES.get(i)).isCloseTo(expected[i], CLOSE);
    }
  }

  @Test
  void whatIsUnknownIsZero() {
    double[] values =
        WinFeatures.of(
            signal("2024-03-08T05:59:00Z", Direction.NEUTRAL, Double.NaN, Regime.UNKNOWN));
    assertThat(values[2]).as("nothing agrees with no direction").isZero();
    assertThat(values[3]).isZero();
    assertThat(values).endsWith(0, 0, 0);
    assertThat(WinFeatures.of(signal("2024-03-08T05:59:00Z", Direction.LONG, 1, Regime.RANGE)))
        .endsWith(0, 1, 0);
    assertThat(
            WinFeatures.of(
                signal("2024-03-08T05:59:00Z", Direction.LONG, 1, Regime.HIGH_VOLATILITY)))
        .endsWith(0, 0, 1);
  }

  @Test
  void anEnsembleThatDoesNotAnswerAgreesWithNothing() {
    Signal s = signal("2024-03-08T05:59:00Z", Direction.SHORT, 1, Regime.RANGE);
    Signal failed =
        new Signal(
            s.symbol(),
            s.time(),
            s.direction(),
            s.strength(),
            s.confidence(),
            List.of(component("ensemble", Status.FAILED, Direction.NEUTRAL, 0.75)),
            s.bar(),
            s.atr(),
            s.volatility(),
            s.trendStrength(),
            s.fired(),
            s.volumeRatio(),
            s.regime(),
            s.win());
    assertThat(WinFeatures.of(failed)[10]).isZero();
  }

  /** Its answer is in shadow: only technical analysis agrees here. */
  @Test
  void aDisabledModelAgreesWithNothing() {
    Signal s = signal("2024-03-08T05:59:00Z", Direction.SHORT, 1, Regime.RANGE);
    Signal disabled =
        new Signal(
            s.symbol(),
            s.time(),
            s.direction(),
            s.strength(),
            s.confidence(),
            List.of(
                component("technical", Status.OK, Direction.SHORT, 1),
                component("ensemble", Status.DISABLED, Direction.SHORT, 0.75)),
            s.bar(),
            s.atr(),
            s.volatility(),
            s.trendStrength(),
            s.fired(),
            s.volumeRatio(),
            s.regime(),
            s.win());
    assertThat(WinFeatures.of(disabled)[2]).isEqualTo(1);
    assertThat(WinFeatures.of(disabled)[10]).isZero();
  }

  /** A bar that ends with the day is of that day, and its minute is the next day's first. */
  @Test
  void timeIsCyclic() {
    long sunday = Instant.parse("2024-03-10T23:59:59.999Z").toEpochMilli();
    assertThat(CyclicTime.weekdayAngle(sunday)).isCloseTo(2 * Math.PI * 6 / 7, CLOSE);
    assertThat(CyclicTime.weekdayAngle(sunday + 1)).isZero();
    assertThat(CyclicTime.minuteAngle(sunday + 1)).isZero();
    assertThat(CyclicTime.minuteAngle(sunday + 1 - 21_600_000)).isCloseTo(1.5 * Math.PI, CLOSE);
    // 1969-12-31 was a Wednesday.
    assertThat(CyclicTime.weekdayAngle(-1)).isCloseTo(2 * Math.PI * 2 / 7, CLOSE);
    assertThat(CyclicTime.minuteAngle(-43_200_000)).isCloseTo(Math.PI, CLOSE);
  }

  @Test
  void estimatesAreClipped() {
    assertThat(new WinEstimate(1, Status.OK, 0.95, 0).probability()).isEqualTo(0.9);
    assertThat(new WinEstimate(1, Status.OK, 0.01, 0).probability()).isEqualTo(0.1);
    assertThat(WinEstimate.none(2, Status.FAILED))
        .isEqualTo(new WinEstimate(2, Status.FAILED, 0.5, 0));
  }

  // Regimes.

  private static VolatilityHistory history(double... volatilities) {
    VolatilityHistory history = VolatilityHistory.empty();
    for (double volatility : volatilities) {
      history = history.plus(volatility, TWENTY);
    }
    return history;
  }

  /** 1, 2 … with {@code last} in the place of the last. */
  private static VolatilityHistory rising(int bars, double last) {
    double[] volatilities = new double[bars];
    for (int i = 0; i < bars; i++) {
      volatilities[i] = i + 1;
    }
    volatilities[bars - 1] = last;
    return history(volatilities);
  }

  @Test
  void halfAWindowIsNeeded() {
    assertThat(rising(9, 100).regime(0.5, TWENTY)).isEqualTo(Regime.UNKNOWN);
    assertThat(rising(10, 100).regime(0.5, TWENTY)).isEqualTo(Regime.HIGH_VOLATILITY);
    VolatilityHistory nine = rising(9, 100);
    assertThat(nine.plus(Double.NaN, TWENTY)).isSameAs(nine);
  }

  /** Among 10 others: 9 below is a rank of 0.9; 8 below and one equal of 0.85. */
  @Test
  void highIsARankAmongTheOthers() {
    assertThat(rising(11, 9.5).regime(0.5, TWENTY)).isEqualTo(Regime.HIGH_VOLATILITY);
    assertThat(rising(11, 9).regime(0.5, TWENTY)).isEqualTo(Regime.TREND);
    assertThat(rising(11, 9).regime(0.1, TWENTY)).isEqualTo(Regime.RANGE);
    // All equal: the middle.
    assertThat(history(3, 3, 3, 3, 3, 3, 3, 3, 3, 3).regime(0.1, TWENTY)).isEqualTo(Regime.RANGE);
  }

  /** 100 · 0.29 is 28.999999999999996. */
  @Test
  void aTrendBeginsAtTheConfiguredAdx() {
    assertThat(rising(11, 1).regime(0.29, TWENTY)).isEqualTo(Regime.TREND);
    assertThat(rising(11, 1).regime(Math.nextDown(0.29), TWENTY)).isEqualTo(Regime.RANGE);
  }

  @Test
  void theWindowSlides() {
    // 25 bars of 20 are kept: 6 … 25.
    VolatilityHistory history = rising(25, 25);
    assertThat(history.volatilities()).hasSize(20).startsWith(6).endsWith(25);
    // The high ones of before have left it.
    VolatilityHistory calm = history;
    for (int i = 0; i < 19; i++) {
      calm = calm.plus(1, TWENTY);
    }
    assertThat(calm.regime(0.1, TWENTY)).isEqualTo(Regime.RANGE);
    assertThat(calm.plus(2, TWENTY).regime(0.1, TWENTY)).isEqualTo(Regime.HIGH_VOLATILITY);
    assertThat(history.volatilities()).hasSize(20).startsWith(6);
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> new RegimeConfig(19, 0.9, 25))
        .hasMessage("regime.window must be in [20, 1000]: 19");
    assertThatThrownBy(() -> new RegimeConfig(20, 0.5, 25))
        .hasMessage("regime.highVolatilityRank must be in (0.5, 1]: 0.5");
    assertThatThrownBy(() -> new RegimeConfig(20, 0.9, 100))
        .hasMessage("regime.trendingAdx must be in (0, 100): 100.0");
  }
}
