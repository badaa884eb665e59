package io.minhos.domain.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BarBuilderTest {

  @Test
  void foldsTradesIntoTheBar() {
    Bar bar =
        bar(
            List.of(
                trade(10, 2, Aggressor.BUY, 9.5, 10),
                trade(14, 1, Aggressor.SELL, 13, 14),
                trade(8, 3, Aggressor.UNKNOWN, Double.NaN, 9),
                trade(12, 4, Aggressor.BUY, Double.NaN, Double.NaN)));
    assertThat(bar)
        .isEqualTo(new Bar("A", 60_000, 120_000, 10, 14, 8, 12, 10, 6, 1, 4, 10.6, 0.75));
    assertThat(bar.time()).isEqualTo(119_999);
  }

  @Test
  void whatNoTradeToldIsUnknown() {
    Bar bar = bar(List.of(trade(10, 2, Aggressor.UNKNOWN, Double.NaN, 11)));
    assertThat(bar.buyVolume()).isNaN();
    assertThat(bar.sellVolume()).isNaN();
    assertThat(bar.meanSpread()).isNaN();
    // One that was bought says also that nothing was sold.
    assertThat(bar(List.of(trade(10, 2, Aggressor.BUY, 1, 1))).sellVolume()).isZero();
    assertThat(bar(List.of(trade(10, 2, Aggressor.BUY, 1, 1))).meanSpread()).isZero();
  }

  @Test
  void pricesBelowZeroHaveTheirHighAndLow() {
    Bar bar =
        bar(
            List.of(
                trade(-3, 1, Aggressor.BUY, -4, -3),
                trade(-5, 1, Aggressor.SELL, -5, -4),
                trade(-1, 1, Aggressor.SELL, -1, -0.5)));
    assertThat(bar.open()).isEqualTo(-3);
    assertThat(bar.high()).isEqualTo(-1);
    assertThat(bar.low()).isEqualTo(-5);
    assertThat(bar.vwap()).isEqualTo(-3, within(1e-12));
  }

  @Test
  void noTradeNoBar() {
    BarBuilder builder = new BarBuilder("A", 60_000, 120_000);
    assertThat(builder.isEmpty()).isTrue();
    assertThatThrownBy(builder::build).hasMessage("a bar without trades: A at 60000");
    builder.add(Trade.of("A", 60_000, "1", 1, 1));
    assertThat(builder.isEmpty()).isFalse();
  }

  @Provide
  Arbitrary<List<Trade>> trades() {
    Arbitrary<Double> quotes =
        Arbitraries.oneOf(
            Arbitraries.just(Double.NaN), Arbitraries.doubles().between(90, 110).ofScale(2));
    return Combinators.combine(
            Arbitraries.doubles().between(-50, 150).ofScale(3),
            Arbitraries.doubles().between(0.001, 1_000).ofScale(3),
            Arbitraries.of(Aggressor.class),
            quotes,
            quotes)
        .as(BarBuilderTest::trade)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  /** Each component from the list of trades as a whole, in exact decimals. */
  @Property(tries = 200)
  void everyComponentIsWhatTheTradesSay(@ForAll("trades") List<Trade> trades) {
    Bar bar = bar(trades);
    assertThat(bar.open()).isEqualTo(trades.get(0).price());
    assertThat(bar.close()).isEqualTo(trades.get(trades.size() - 1).price());
    assertThat(bar.high()).isEqualTo(trades.stream().mapToDouble(Trade::price).max().orElseThrow());
    assertThat(bar.low()).isEqualTo(trades.stream().mapToDouble(Trade::price).min().orElseThrow());
    assertThat(bar.trades()).isEqualTo(trades.size());

    BigDecimal volume = sum(trades, t -> true, t -> decimal(t.size()));
    BigDecimal notional =
        sum(trades, t -> true, t -> decimal(t.price()).multiply(decimal(t.size())));
    assertNear(bar.volume(), volume);
    assertNear(bar.vwap(), notional.divide(volume, MathContext.DECIMAL128));
    assertThat(bar.vwap()).isBetween(bar.low() - 1e-9, bar.high() + 1e-9);

    Predicate<Trade> known = t -> t.aggressor() != Aggressor.UNKNOWN;
    if (trades.stream().anyMatch(known)) {
      assertNear(
          bar.buyVolume(),
          sum(trades, t -> t.aggressor() == Aggressor.BUY, t -> decimal(t.size())));
      assertNear(
          bar.sellVolume(),
          sum(trades, t -> t.aggressor() == Aggressor.SELL, t -> decimal(t.size())));
    } else {
      assertThat(bar.buyVolume()).isNaN();
      assertThat(bar.sellVolume()).isNaN();
    }
    Predicate<Trade> quoted = t -> !Double.isNaN(t.bid()) && !Double.isNaN(t.ask());
    long quotes = trades.stream().filter(quoted).count();
    if (quotes > 0) {
      BigDecimal spreads = sum(trades, quoted, t -> decimal(t.ask()).subtract(decimal(t.bid())));
      assertNear(
          bar.meanSpread(), spreads.divide(BigDecimal.valueOf(quotes), MathContext.DECIMAL128));
    } else {
      assertThat(bar.meanSpread()).isNaN();
    }
  }

  private static void assertNear(double actual, BigDecimal expected) {
    assertThat(actual).isEqualTo(expected.doubleValue(), within(1e-9));
  }

  private static BigDecimal decimal(double x) {
    return BigDecimal.valueOf(x);
  }

  private static BigDecimal sum(
      List<Trade> trades, Predicate<Trade> which, Function<Trade, BigDecimal> term) {
    return trades.stream().filter(which).map(term).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Bar bar(List<Trade> trades) {
    BarBuilder builder = new BarBuilder("A", 60_000, 120_000);
    trades.forEach(builder::add);
    return builder.build();
  }

  private static Trade trade(
      double price, double size, Aggressor aggressor, double bid, double ask) {
    return new Trade("A", 60_000, "1", price, size, aggressor, bid, Double.NaN, ask, Double.NaN);
  }
}
