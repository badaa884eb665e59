package io.minhos.domain.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.market.Bar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.Indicator;
import org.ta4j.core.indicators.ATRIndicator;
import org.ta4j.core.indicators.EMAIndicator;
import org.ta4j.core.indicators.MACDIndicator;
import org.ta4j.core.indicators.RSIIndicator;
import org.ta4j.core.indicators.SMAIndicator;
import org.ta4j.core.indicators.adx.ADXIndicator;
import org.ta4j.core.indicators.adx.MinusDIIndicator;
import org.ta4j.core.indicators.adx.PlusDIIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsLowerIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsMiddleIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsUpperIndicator;
import org.ta4j.core.indicators.bollinger.PercentBIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.helpers.VolumeIndicator;
import org.ta4j.core.indicators.statistics.StandardDeviationIndicator;
import org.ta4j.core.num.DoubleNum;
import org.ta4j.core.num.Num;

/** Our indicators are ta4j's on more than 10,000 real bars, from the first bar that we answer. */
class IndicatorParityTest {

  private static final double TOLERANCE = 1e-9;

  private record Oracle(
      String name, int firstBar, ToDoubleFunction<Indicators> ours, Indicator<Num> theirs) {}

  @Test
  void agreesWithTa4jOnTradesOfAWeek() {
    assertParity(RealBars.bitstamp(30_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"XAUUSD", "GBPUSD"})
  void agreesWithTa4jOnHourlyBars(String symbol) {
    assertParity(RealBars.hourly(symbol).subList(0, 10_000));
  }

  private static void assertParity(List<Bar> bars) {
    assertThat(bars).hasSizeGreaterThanOrEqualTo(10_000);
    List<Oracle> oracles = oracles(series(bars));
    FeatureState state = FeatureState.empty();
    for (int i = 0; i < bars.size(); i++) {
      state = state.plus(bars.get(i));
      Indicators indicators = state.indicators();
      for (Oracle oracle : oracles) {
        double ours = oracle.ours.applyAsDouble(indicators);
        if (i + 1 < oracle.firstBar) {
          assertThat(ours).as("%s before its warm-up, bar %d", oracle.name, i).isNaN();
        } else {
          double theirs = oracle.theirs.getValue(i).doubleValue();
          // Where all closes are equal ta4j divides by zero, or by the rounding error of its mean.
          if (oracle.name.equals("bollingerPosition") && flat(bars, i)) {
            theirs = 0.5;
          }
          assertThat(ours).as("%s, bar %d", oracle.name, i).isCloseTo(theirs, within(TOLERANCE));
        }
      }
    }
  }

  private static boolean flat(List<Bar> bars, int last) {
    return bars.subList(last - 19, last + 1).stream().mapToDouble(Bar::close).distinct().count()
        == 1;
  }

  private static BarSeries series(List<Bar> bars) {
    // DoubleNum, not DecimalNum: ADX asks whether up > down, and a tie in decimals is none in
    // doubles.
    BarSeries series = new BaseBarSeriesBuilder().withNumTypeOf(DoubleNum.class).build();
    for (Bar bar : bars) {
      series.addBar(
          Duration.ofMillis(bar.closeTime() - bar.openTime()),
          Instant.ofEpochMilli(bar.closeTime()).atZone(ZoneOffset.UTC),
          bar.open(),
          bar.high(),
          bar.low(),
          bar.close(),
          bar.volume());
    }
    return series;
  }

  private static List<Oracle> oracles(BarSeries series) {
    ClosePriceIndicator close = new ClosePriceIndicator(series);
    MACDIndicator macd = new MACDIndicator(close, 12, 26);
    BollingerBandsMiddleIndicator middle =
        new BollingerBandsMiddleIndicator(new SMAIndicator(close, 20));
    StandardDeviationIndicator deviation = new StandardDeviationIndicator(close, 20);
    return List.of(
        new Oracle("rsi", 15, Indicators::rsi, new RSIIndicator(close, 14)),
        new Oracle("macdLine", 26, Indicators::macdLine, macd),
        new Oracle("macdSignal", 34, Indicators::macdSignal, macd.getSignalLine(9)),
        new Oracle("macdHistogram", 34, Indicators::macdHistogram, macd.getHistogram(9)),
        new Oracle("bollingerMiddle", 20, Indicators::bollingerMiddle, middle),
        new Oracle(
            "bollingerUpper",
            20,
            Indicators::bollingerUpper,
            new BollingerBandsUpperIndicator(middle, deviation)),
        new Oracle(
            "bollingerLower",
            20,
            Indicators::bollingerLower,
            new BollingerBandsLowerIndicator(middle, deviation)),
        new Oracle(
            "bollingerPosition",
            20,
            Indicators::bollingerPosition,
            new PercentBIndicator(close, 20, 2)),
        new Oracle("atr", 14, Indicators::atr, new ATRIndicator(series, 14)),
        new Oracle("adx", 28, Indicators::adx, new ADXIndicator(series, 14)),
        new Oracle("plusDi", 15, Indicators::plusDi, new PlusDIIndicator(series, 14)),
        new Oracle("minusDi", 15, Indicators::minusDi, new MinusDIIndicator(series, 14)),
        new Oracle("ema12", 12, Indicators::ema12, new EMAIndicator(close, 12)),
        new Oracle("ema26", 26, Indicators::ema26, new EMAIndicator(close, 26)),
        new Oracle("ema50", 50, Indicators::ema50, new EMAIndicator(close, 50)),
        new Oracle(
            "volumeAverage",
            20,
            Indicators::volumeAverage,
            new SMAIndicator(new VolumeIndicator(series), 20)));
  }
}
