package io.minhos.domain.technical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.features.AnyBars;
import io.minhos.domain.features.FeatureState;
import io.minhos.domain.features.RealBars;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TechnicalOpinionTest {

  private static final TechnicalAnalysis ANALYSIS =
      new TechnicalAnalysis(TechnicalConfig.defaults());

  private static final Map<String, String> MIRROR =
      mirrors(
          "RSI_OVERSOLD", "RSI_OVERBOUGHT",
          "MACD_CROSS_UP", "MACD_CROSS_DOWN",
          "BOLLINGER_UP", "BOLLINGER_DOWN",
          "BULLISH_ENGULFING", "BEARISH_ENGULFING",
          "HAMMER", "SHOOTING_STAR",
          "BULLISH_DOJI", "BEARISH_DOJI",
          "INSIDE_BAR_UP", "INSIDE_BAR_DOWN",
          "BREAKOUT_UP", "BREAKOUT_DOWN",
          "DOUBLE_BOTTOM", "DOUBLE_TOP");

  @Provide
  Arbitrary<List<Bar>> series() {
    return AnyBars.series();
  }

  private static List<TechnicalOpinion> opinions(List<Bar> bars) {
    List<TechnicalOpinion> opinions = new ArrayList<>();
    FeatureState features = FeatureState.empty();
    TechnicalState technical = TechnicalState.empty();
    for (Bar bar : bars) {
      features = features.plus(bar);
      technical = technical.plus(bar, features.indicators());
      opinions.add(ANALYSIS.opinion(technical, features.indicators()));
    }
    return opinions;
  }

  @Property(tries = 500)
  void everyOpinionKeepsItsBounds(@ForAll("series") List<Bar> bars) {
    List<TechnicalOpinion> opinions = opinions(bars);
    for (int i = 0; i < bars.size(); i++) {
      TechnicalOpinion opinion = opinions.get(i);
      assertThat(opinion.status())
          .as("bar %d", i)
          .isEqualTo(
              i + 1 >= TechnicalAnalysis.WARM_UP_BARS ? Status.OK : Status.INSUFFICIENT_DATA);
      assertThat(opinion.signalStrength()).isBetween(-1.0, 1.0);
      assertThat(opinion.confidence()).isBetween(0.0, 1.0);
      assertThat(opinion.trendStrength()).isBetween(0.0, 1.0);
      if (opinion.fired().isEmpty()) {
        assertThat(opinion.signalStrength()).isZero();
        assertThat(opinion.confidence()).isZero();
      }
    }
  }

  @Property(tries = 200)
  void anOpinionKnowsNothingOfLaterBars(@ForAll("series") List<Bar> bars) {
    List<TechnicalOpinion> whole = opinions(bars);
    for (int cut = 1; cut <= bars.size(); cut += 7) {
      assertThat(opinions(bars.subList(0, cut))).isEqualTo(whole.subList(0, cut));
    }
  }

  @Example
  void aMirroredMarketGivesTheMirroredOpinion() {
    List<Bar> bars = RealBars.bitstamp(60_000);
    List<TechnicalOpinion> opinions = opinions(bars);
    List<TechnicalOpinion> mirrored =
        opinions(bars.stream().map(TechnicalOpinionTest::mirror).toList());
    for (int i = 0; i < bars.size(); i++) {
      TechnicalOpinion opinion = opinions.get(i);
      assertThat(mirrored.get(i).fired())
          .as("bar %d", i)
          .isEqualTo(opinion.fired().stream().map(MIRROR::get).toList());
      assertThat(mirrored.get(i).signalStrength())
          .isCloseTo(-opinion.signalStrength(), within(1e-9));
      assertThat(mirrored.get(i).confidence()).isCloseTo(opinion.confidence(), within(1e-9));
      assertThat(mirrored.get(i).trendStrength()).isCloseTo(opinion.trendStrength(), within(1e-9));
    }
  }

  @Example
  void onRealTradesItSpeaksNeitherAlwaysNorNever() {
    assertSpeaksSometimes(opinions(RealBars.bitstamp(60_000)));
  }

  @Example
  void onRealHoursItSpeaksNeitherAlwaysNorNever() {
    assertSpeaksSometimes(opinions(RealBars.hourly("XAUUSD")));
  }

  private static void assertSpeaksSometimes(List<TechnicalOpinion> opinions) {
    long spoke = opinions.stream().filter(o -> Math.abs(o.signalStrength()) > 0.1).count();
    Map<String, Integer> fired = new TreeMap<>();
    opinions.forEach(o -> o.fired().forEach(name -> fired.merge(name, 1, Integer::sum)));
    assertThat(spoke / (double) opinions.size()).isBetween(0.2, 0.5);
    assertThat(fired.keySet()).as("every voice is heard").isEqualTo(MIRROR.keySet());
  }

  private static Map<String, String> mirrors(String... pairs) {
    Map<String, String> mirrors = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      mirrors.put(pairs[i], pairs[i + 1]);
      mirrors.put(pairs[i + 1], pairs[i]);
    }
    return mirrors;
  }

  private static Bar mirror(Bar bar) {
    return Bar.of(
        bar.symbol(),
        bar.openTime(),
        bar.closeTime(),
        -bar.open(),
        -bar.low(),
        -bar.high(),
        -bar.close(),
        bar.volume());
  }
}
