package io.minhos.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.market.Bar;
import io.minhos.domain.market.Trade;
import io.minhos.flink.files.MarketCsv;
import io.minhos.flink.files.MarketFile;
import java.io.BufferedWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each scenario is what its name says. */
class MarketScenarioTest {

  private static final long MINUTE = 60_000;
  private static final int SYMBOLS = 4;
  private static final int BARS = 20_000;

  @TempDir Path dir;

  /** Bars by symbol. */
  private static List<List<Bar>> bars(MarketScenario scenario) throws Exception {
    Map<String, List<Bar>> bars = new TreeMap<>();
    new PlantedMarket(SYMBOLS, MINUTE, 0.5, 3, scenario.conditions())
        .forEachBar(
            BARS, (bar, up) -> bars.computeIfAbsent(bar.symbol(), s -> new ArrayList<>()).add(bar));
    return List.copyOf(bars.values());
  }

  /** Log returns from close to close. */
  private static double[] returns(List<Bar> bars, int lag) {
    double[] returns = new double[bars.size() / lag - 1];
    for (int i = 0; i < returns.length; i++) {
      returns[i] = Math.log(bars.get((i + 1) * lag).close() / bars.get(i * lag).close());
    }
    return returns;
  }

  private static double deviation(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value / values.length;
    }
    return Math.sqrt(squares);
  }

  /** Variance over 200 bars beside that of 200 single ones: 1 of a random walk. */
  private static double varianceRatio(MarketScenario scenario) throws Exception {
    double sum = 0;
    for (List<Bar> symbol : bars(scenario)) {
      sum +=
          Math.pow(deviation(returns(symbol, 200)), 2)
              / (200 * Math.pow(deviation(returns(symbol, 1)), 2));
    }
    return sum / SYMBOLS;
  }

  private static double volatility(MarketScenario scenario) throws Exception {
    return deviation(returns(bars(scenario).get(0), 1));
  }

  @Test
  void calmMovesLessThanHalfOfChoppy() throws Exception {
    assertThat(volatility(MarketScenario.CALM))
        .isLessThan(volatility(MarketScenario.CHOPPY) / 2)
        .isBetween(0.0005, 0.002);
  }

  @Test
  void trendsGoFartherThanARandomWalkAndChopComesBack() throws Exception {
    assertThat(varianceRatio(MarketScenario.CALM)).isBetween(0.7, 1.4);
    assertThat(varianceRatio(MarketScenario.TRENDING)).isGreaterThan(1.5);
    assertThat(varianceRatio(MarketScenario.CHOPPY)).isLessThan(0.4);
  }

  @Test
  void aCrashFallsTogetherAndStaysDown() throws Exception {
    for (List<Bar> symbol : bars(MarketScenario.CRASH)) {
      assertThat(fall(symbol, BARS * 6 / 10, 120)).isLessThan(-0.25);
    }
    double mean = 0;
    for (List<Bar> symbol : bars(MarketScenario.CRASH)) {
      mean += fall(symbol, BARS * 6 / 10, 240) / SYMBOLS;
    }
    assertThat(mean).isLessThan(-0.3);
  }

  @Test
  void aFlashCrashComesBack() throws Exception {
    for (List<Bar> symbol : bars(MarketScenario.FLASH_CRASH)) {
      double down = fall(symbol, BARS * 6 / 10, 10);
      assertThat(down).isLessThan(-0.1);
      assertThat(fall(symbol, BARS * 6 / 10, 40)).isGreaterThan(down / 2);
    }
  }

  /** Log return from the bar before {@code at} over so many bars. */
  private static double fall(List<Bar> symbol, int at, int bars) {
    return Math.log(symbol.get(at + bars - 1).close() / symbol.get(at - 1).close());
  }

  @Test
  void anIlliquidMarketIsWideThinAndHasHoles() throws Exception {
    List<List<Bar>> illiquid = bars(MarketScenario.ILLIQUID);
    double volume = illiquid.get(0).stream().mapToDouble(Bar::volume).average().orElseThrow();
    double usual =
        bars(MarketScenario.CALM).get(0).stream().mapToDouble(Bar::volume).average().orElseThrow();
    assertThat(volume / usual).isEqualTo(0.02, within(0.005));
    assertThat(illiquid.get(0).size() / (double) BARS).isEqualTo(0.9, within(0.01));
    double spread = MarketScenario.ILLIQUID.conditions().spread();
    for (List<Bar> symbol : illiquid) {
      // From below the middle to above it: prices bounce between bid and ask.
      assertThat(symbol.get(10).high() / symbol.get(10).low() - 1).isGreaterThan(spread / 2);
      double[] changes = returns(symbol, 1);
      double product = 0;
      for (int i = 1; i < changes.length; i++) {
        product += changes[i] * changes[i - 1] / changes.length;
      }
      // Roll 1984: the spread makes neighbours' covariance −s²/4.
      assertThat(2 * Math.sqrt(-product)).isEqualTo(spread, within(0.25 * spread));
    }
  }

  @Test
  void daysBeginWithAGap() throws Exception {
    MarketConditions conditions = MarketScenario.GAP_AT_OPEN.conditions();
    List<Double> gaps = new ArrayList<>();
    for (List<Bar> symbol : bars(MarketScenario.GAP_AT_OPEN)) {
      for (int i = 1; i < symbol.size(); i++) {
        Bar before = symbol.get(i - 1);
        Bar bar = symbol.get(i);
        double change = Math.log(bar.open() / before.close());
        if (bar.openTime() == before.closeTime()) {
          assertThat(Math.abs(change)).isLessThan(2 * conditions.spread());
        } else {
          // Six and a half hours, and the rest of the day.
          assertThat(bar.openTime() - before.closeTime()).isEqualTo(1_050 * MINUTE);
          gaps.add(change);
        }
      }
    }
    assertThat(gaps).hasSize(SYMBOLS * (BARS / 390));
    assertThat(deviation(gaps.stream().mapToDouble(g -> g).toArray()))
        .isEqualTo(conditions.gap() * 0.003, within(0.008));
  }

  @ParameterizedTest
  @EnumSource(MarketScenario.class)
  void symbolsMoveTogetherAsMuchAsTheyShould(MarketScenario scenario) throws Exception {
    Map<Long, Double> first = signs(bars(scenario).get(0));
    Map<Long, Double> other = signs(bars(scenario).get(1));
    double sum = 0;
    int both = 0;
    for (Map.Entry<Long, Double> sign : first.entrySet()) {
      if (other.containsKey(sign.getKey())) {
        sum += sign.getValue() * other.get(sign.getKey());
        both++;
      }
    }
    MarketConditions conditions = scenario.conditions();
    // Open and close bounce apart from each other, each by s/2 to either side.
    double moves = Math.pow(0.003 * conditions.volatility(), 2);
    double rho = conditions.correlation() * moves / (moves + Math.pow(conditions.spread(), 2) / 2);
    // Signs of normal variables correlate 2/π·asin ρ.
    double expected = 2 / Math.PI * Math.asin(rho);
    assertThat(sum / both).isEqualTo(expected, within(0.03));
  }

  /** Of the changes within bars, by time. */
  private static Map<Long, Double> signs(List<Bar> symbol) {
    Map<Long, Double> signs = new HashMap<>();
    symbol.forEach(bar -> signs.put(bar.time(), Math.signum(bar.close() - bar.open())));
    return signs;
  }

  @ParameterizedTest
  @EnumSource(MarketScenario.class)
  void theDayHasItsCourse(MarketScenario scenario) throws Exception {
    double openMinutes = scenario.conditions().openPart() * 1_440;
    double ends = 0;
    double middle = 0;
    int endBars = 0;
    int middleBars = 0;
    for (List<Bar> symbol : bars(scenario)) {
      for (Bar bar : symbol) {
        double x = bar.openTime() / MINUTE % 1_440 / openMinutes;
        if (x < 0.15 || x > 0.85) {
          ends += bar.volume();
          endBars++;
        } else if (x > 0.35 && x < 0.65) {
          middle += bar.volume();
          middleBars++;
        }
      }
    }
    assertThat(ends / endBars).isGreaterThan(1.2 * middle / middleBars);
  }

  @ParameterizedTest
  @EnumSource(MarketScenario.class)
  void theTradesMakeTheBars(MarketScenario scenario) throws Exception {
    Path bars = dir.resolve("bars.csv");
    Path trades = dir.resolve("trades.csv");
    int count = 300;
    try (BufferedWriter out = Files.newBufferedWriter(bars);
        BufferedWriter ticks = Files.newBufferedWriter(trades)) {
      new PlantedMarket(2, MINUTE, 0.6, 8, scenario.conditions()).write(count, out, ticks);
    }
    Map<String, List<Trade>> made = new HashMap<>();
    long last = 0;
    try (MarketCsv file =
        new MarketCsv(new MarketFile(trades.toString(), MarketFile.Kind.TRADES), 0)) {
      while (file.hasNext()) {
        Trade trade = file.next().record().trade();
        assertThat(trade.time()).isGreaterThanOrEqualTo(last);
        last = trade.time();
        // It is at one side of the quote before it.
        assertThat(trade.bid()).isLessThan(trade.ask());
        assertThat(trade.price()).isIn(trade.bid(), trade.ask());
        assertThat((trade.ask() - trade.bid()) / trade.price())
            .isEqualTo(Math.max(1e-4, scenario.conditions().spread()), within(1e-6));
        made.computeIfAbsent(trade.symbol() + trade.time() / MINUTE, k -> new ArrayList<>())
            .add(trade);
      }
    }
    int seen = 0;
    try (MarketCsv file =
        new MarketCsv(new MarketFile(bars.toString(), MarketFile.Kind.BARS), MINUTE)) {
      while (file.hasNext()) {
        Bar bar = file.next().record().bar();
        List<Trade> its = made.get(bar.symbol() + bar.openTime() / MINUTE);
        assertThat(its.get(0).price()).isEqualTo(bar.open());
        assertThat(its.get(its.size() - 1).price()).isEqualTo(bar.close());
        assertThat(its.stream().mapToDouble(Trade::price).max()).hasValue(bar.high());
        assertThat(its.stream().mapToDouble(Trade::price).min()).hasValue(bar.low());
        assertThat(its.stream().mapToDouble(Trade::size).sum())
            .isEqualTo(bar.volume(), within(1e-6));
        seen++;
      }
    }
    assertThat(seen).isEqualTo(made.size()).isGreaterThan(count);
  }

  @ParameterizedTest
  @EnumSource(MarketScenario.class)
  void theSameSeedGivesTheSameBytes(MarketScenario scenario) throws Exception {
    assertThat(file(scenario, 1)).isEqualTo(file(scenario, 1));
    assertThat(file(scenario, 2)).isNotEqualTo(file(scenario, 1));
  }

  private static String file(MarketScenario scenario, long seed) throws Exception {
    StringWriter out = new StringWriter();
    StringWriter trades = new StringWriter();
    new PlantedMarket(2, MINUTE, 0.6, seed, scenario.conditions()).write(500, out, trades);
    return out + "" + trades;
  }

  @Test
  void areFoundByName() {
    assertThat(MarketScenario.ids())
        .containsExactly(
            "calm", "trending", "choppy", "crash", "flash-crash", "illiquid", "gap-at-open");
    assertThat(MarketScenario.byId("flash-crash")).contains(MarketScenario.FLASH_CRASH);
    assertThat(MarketScenario.byId("FLASH_CRASH")).isEmpty();
  }

  @Test
  void conditionsStateTheirBounds() {
    assertThatThrownBy(() -> conditions(0, 0, 0)).hasMessage("volatility must be > 0: 0.0");
    assertThatThrownBy(() -> conditions(1, 1.1, 0))
        .hasMessage("correlation must be in [0, 1]: 1.1");
    assertThatThrownBy(() -> conditions(1, 0, 1)).hasMessage("missing must be in [0, 1): 1.0");
  }

  private static MarketConditions conditions(
      double volatility, double correlation, double missing) {
    return new MarketConditions(
        volatility,
        0,
        0,
        0,
        correlation,
        0,
        0,
        0,
        0,
        1,
        missing,
        1,
        0,
        MarketConditions.Shock.NONE);
  }
}
