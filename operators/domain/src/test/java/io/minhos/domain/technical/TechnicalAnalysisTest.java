package io.minhos.domain.technical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.features.Indicators;
import io.minhos.domain.inference.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each voice alone, on candles drawn by hand, in both directions; then voices together. */
class TechnicalAnalysisTest {

  private static final Offset<Double> EXACT = within(1e-12);
  private static final TechnicalAnalysis ANALYSIS =
      new TechnicalAnalysis(TechnicalConfig.defaults());

  private record Candle(double open, double high, double low, double close) {
    Candle mirror() {
      return new Candle(-open, -low, -high, -close);
    }
  }

  /** Indicators that say nothing but an ATR of 1. */
  private static Indicators indicators(double rsi, double macd, double position, double adx) {
    return new Indicators(rsi, macd, 0, 0, 0, 0, 0, position, 0, 1, adx, 0, 0, 0, 0, 0, 0, 0);
  }

  private static final Indicators SILENT = indicators(50, 0, 0.5, 20);

  private static TechnicalState state(List<Candle> candles, double previous, double histogram) {
    double[] values =
        candles.stream()
            .flatMap(c -> Stream.of(c.open, c.high, c.low, c.close))
            .mapToDouble(Double::doubleValue)
            .toArray();
    return new TechnicalState(values, histogram, previous);
  }

  private static TechnicalOpinion opinionOnCandles(List<Candle> candles) {
    return ANALYSIS.opinion(state(candles, 1, 1), SILENT);
  }

  private static TechnicalOpinion opinionOn(Indicators indicators) {
    return ANALYSIS.opinion(state(List.of(), 1, 1), indicators);
  }

  /** Closes 106, 105, … 101, each opening where the one before closed, then {@code last}. */
  private static List<Candle> declineThen(double open, double high, double low, double close) {
    List<Candle> candles = new ArrayList<>();
    for (double c = 106; c >= 101; c--) {
      candles.add(new Candle(c + 1, c + 1.2, c - 0.2, c));
    }
    candles.add(new Candle(open, high, low, close));
    return candles;
  }

  private static List<Candle> calmThen(int calm, Candle... last) {
    List<Candle> candles = new ArrayList<>();
    for (int i = 0; i < calm; i++) {
      candles.add(new Candle(100, 101, 99, 100));
    }
    candles.addAll(List.of(last));
    return candles;
  }

  /** Bars that open where the one before closed, with shadows of 0.3. */
  private static List<Candle> path(double... closes) {
    List<Candle> candles = new ArrayList<>();
    for (int i = 1; i < closes.length; i++) {
      double open = closes[i - 1];
      double close = closes[i];
      candles.add(
          new Candle(open, Math.max(open, close) + 0.3, Math.min(open, close) - 0.3, close));
    }
    return candles;
  }

  static Stream<Arguments> patterns() {
    Candle mother = new Candle(100, 102, 99, 101);
    Candle inside = new Candle(100.5, 101, 100, 100.6);
    return Stream.of(
        Arguments.of(
            "BULLISH_ENGULFING",
            "BEARISH_ENGULFING",
            0.4,
            declineThen(100.8, 102.3, 100.6, 102.2),
            declineThen(100.8, 102.3, 100.6, 101.8)),
        Arguments.of(
            "HAMMER",
            "SHOOTING_STAR",
            0.4,
            declineThen(101, 101.25, 100, 101.2),
            declineThen(101, 101.6, 100, 101.2)),
        Arguments.of(
            "BULLISH_DOJI",
            "BEARISH_DOJI",
            0.2,
            declineThen(101, 101.5, 100.5, 101.05),
            declineThen(101, 101.2, 100.8, 101.01)),
        Arguments.of(
            "INSIDE_BAR_UP",
            "INSIDE_BAR_DOWN",
            0.3,
            List.of(mother, inside, new Candle(100.7, 102.6, 100.6, 102.5)),
            List.of(mother, inside, new Candle(100.7, 102.6, 100.6, 101.9))),
        Arguments.of(
            "BREAKOUT_UP",
            "BREAKOUT_DOWN",
            0.8,
            calmThen(21, new Candle(100, 101.6, 99.5, 101.5)),
            calmThen(21, new Candle(100, 101.6, 99.5, 101))),
        Arguments.of(
            "DOUBLE_BOTTOM",
            "DOUBLE_TOP",
            0.6,
            path(110, 108, 106, 104, 102, 100, 102, 104, 106, 104, 102, 100.2, 102, 104, 106, 107),
            path(110, 108, 106, 104, 102, 100, 102, 104, 106, 104, 102, 99.2, 102, 104, 106, 107)));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void patternFires(
      String bullish, String bearish, double strength, List<Candle> yes, List<Candle> no) {
    TechnicalOpinion up = opinionOnCandles(yes);
    assertThat(up.fired()).containsExactly(bullish);
    assertThat(up.signalStrength()).isCloseTo(strength, EXACT);
    assertThat(up.confidence()).isCloseTo(strength, EXACT);
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void patternFiresInTheMirror(
      String bullish, String bearish, double strength, List<Candle> yes, List<Candle> no) {
    TechnicalOpinion down = opinionOnCandles(yes.stream().map(Candle::mirror).toList());
    assertThat(down.fired()).containsExactly(bearish);
    assertThat(down.signalStrength()).isCloseTo(-strength, EXACT);
    assertThat(down.confidence()).isCloseTo(strength, EXACT);
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void patternKeepsSilent(
      String bullish, String bearish, double strength, List<Candle> yes, List<Candle> no) {
    assertThat(opinionOnCandles(no).fired()).isEmpty();
    assertThat(opinionOnCandles(no).signalStrength()).isZero();
    assertThat(opinionOnCandles(no.stream().map(Candle::mirror).toList()).fired()).isEmpty();
  }

  @Test
  void candlesticksNeedATrendToReverse() {
    List<Candle> hammerInACalm = calmThen(6, new Candle(101, 101.25, 100, 101.2));
    assertThat(opinionOnCandles(hammerInACalm).fired()).isEmpty();
    List<Candle> dojiInACalm = calmThen(6, new Candle(100, 100.5, 99.5, 100.05));
    assertThat(opinionOnCandles(dojiInACalm).fired()).isEmpty();
  }

  @Test
  void aBreakoutSpeaksOnce() {
    Candle out = new Candle(100, 101.6, 99.5, 101.5);
    Candle further = new Candle(101.5, 103, 101, 102.5);
    assertThat(opinionOnCandles(calmThen(21, out)).fired()).containsExactly("BREAKOUT_UP");
    assertThat(opinionOnCandles(calmThen(21, out, further)).fired()).isEmpty();
  }

  @Test
  void aDoubleBottomSpeaksAtItsConfirmationOnly() {
    double[] closes = {
      110, 108, 106, 104, 102, 100, 102, 104, 106, 104, 102, 100.2, 102, 104, 106, 107, 108
    };
    assertThat(opinionOnCandles(path(closes).subList(0, 14)).fired()).as("below").isEmpty();
    assertThat(opinionOnCandles(path(closes).subList(0, 15)).fired())
        .containsExactly("DOUBLE_BOTTOM");
    assertThat(opinionOnCandles(path(closes)).fired()).as("later").isEmpty();
  }

  @Test
  void aDoubleBottomNeedsADeclineAndDepth() {
    double[] fromBelow = {103, 101, 100, 102, 104, 106, 104, 102, 100.2, 102, 104, 106, 107};
    assertThat(opinionOnCandles(path(fromBelow)).fired()).isEmpty();
    double[] shallow = {
      104, 103, 102, 101, 100.5, 100, 100.4, 100.8, 101, 100.8, 100.4, 100, 100.4, 100.8, 101, 101.5
    };
    assertThat(opinionOnCandles(path(shallow)).fired()).isEmpty();
  }

  @Test
  void rsi() {
    assertThat(opinionOn(indicators(30, 0, 0.5, 20)).fired()).isEmpty();
    assertThat(opinionOn(indicators(70, 0, 0.5, 20)).fired()).isEmpty();
    TechnicalOpinion oversold = opinionOn(indicators(15, 0, 0.5, 20));
    assertThat(oversold.fired()).containsExactly("RSI_OVERSOLD");
    assertThat(oversold.signalStrength()).isCloseTo(0.6, EXACT);
    TechnicalOpinion overbought = opinionOn(indicators(85, 0, 0.5, 20));
    assertThat(overbought.fired()).containsExactly("RSI_OVERBOUGHT");
    assertThat(overbought.signalStrength()).isCloseTo(-0.6, EXACT);
  }

  @Test
  void macd() {
    Indicators below = indicators(50, -1, 0.5, 20);
    Indicators above = indicators(50, 1, 0.5, 20);
    TechnicalOpinion up = ANALYSIS.opinion(state(List.of(), -0.1, 0.1), below);
    assertThat(up.fired()).containsExactly("MACD_CROSS_UP");
    assertThat(up.signalStrength()).isCloseTo(0.5, EXACT);
    assertThat(ANALYSIS.opinion(state(List.of(), -0.1, 0.1), above).signalStrength())
        .isCloseTo(0.3, EXACT);
    TechnicalOpinion down = ANALYSIS.opinion(state(List.of(), 0.1, -0.1), above);
    assertThat(down.fired()).containsExactly("MACD_CROSS_DOWN");
    assertThat(down.signalStrength()).isCloseTo(-0.5, EXACT);
    assertThat(ANALYSIS.opinion(state(List.of(), 0.1, 0.2), below).fired()).isEmpty();
    assertThat(ANALYSIS.opinion(state(List.of(), -0.2, -0.1), above).fired()).isEmpty();
  }

  @Test
  void bollinger() {
    assertThat(opinionOn(indicators(50, 0, 0, 20)).fired()).isEmpty();
    assertThat(opinionOn(indicators(50, 0, 1, 20)).fired()).isEmpty();
    TechnicalOpinion back = opinionOn(indicators(50, 0, -0.1, 20));
    assertThat(back.fired()).containsExactly("BOLLINGER_UP");
    assertThat(back.signalStrength()).isCloseTo(0.4, EXACT);
    TechnicalOpinion walk = opinionOn(indicators(50, 0, -0.1, 30));
    assertThat(walk.fired()).containsExactly("BOLLINGER_DOWN");
    assertThat(walk.signalStrength()).isCloseTo(-0.4, EXACT);
    assertThat(walk.trendStrength()).isCloseTo(0.3, EXACT);
    assertThat(opinionOn(indicators(50, 0, 1.1, 20)).signalStrength()).isCloseTo(-0.4, EXACT);
    assertThat(opinionOn(indicators(50, 0, 1.1, 30)).signalStrength()).isCloseTo(0.4, EXACT);
  }

  @Test
  void voicesThatAgreeStrengthenEachOther() {
    TechnicalOpinion opinion = opinionOn(indicators(15, 0, -0.1, 20));
    assertThat(opinion.fired()).containsExactly("RSI_OVERSOLD", "BOLLINGER_UP");
    assertThat(opinion.signalStrength()).isCloseTo(1 - 0.4 * 0.6, EXACT);
    assertThat(opinion.confidence()).isCloseTo(1 - 0.4 * 0.6, EXACT);
  }

  @Test
  void voicesThatDisagreeCostConfidence() {
    TechnicalOpinion opinion = opinionOn(indicators(15, 0, -0.1, 30));
    assertThat(opinion.fired()).containsExactly("RSI_OVERSOLD", "BOLLINGER_DOWN");
    assertThat(opinion.signalStrength()).isCloseTo(0.6 - 0.4, EXACT);
    assertThat(opinion.confidence()).isCloseTo(0.2 * (1 - 0.4 * 0.6), EXACT);
  }

  @Test
  void withoutVoicesThereIsAnOpinionAndItIsNeutral() {
    assertThat(opinionOn(SILENT)).isEqualTo(new TechnicalOpinion(Status.OK, 0, 0, 0.2, List.of()));
  }

  @Test
  void beforeWarmUpThereIsNone() {
    assertThat(ANALYSIS.opinion(state(List.of(), Double.NaN, 1), SILENT))
        .isEqualTo(TechnicalOpinion.insufficientData());
    assertThat(ANALYSIS.opinion(TechnicalState.empty(), SILENT))
        .isEqualTo(TechnicalOpinion.insufficientData());
  }
}
