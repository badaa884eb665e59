package io.minhos.domain.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordChecksTest {

  private static final Instrument ORDINARY = new Instrument(0.01, 1, false);
  private static final Instrument SPREAD = new Instrument(0.01, 1, true);

  private final RecordChecks checks =
      new RecordChecks(new Instruments(Map.of("SPREAD", SPREAD), ORDINARY, false));

  @ParameterizedTest
  @CsvSource({
    "A, 1, 1, ",
    "A, 1e-300, 1e-300, ",
    "A, NaN, 1, NOT_FINITE",
    "A, Infinity, 1, NOT_FINITE",
    "A, -Infinity, 1, NOT_FINITE",
    "A, 1, NaN, NOT_FINITE",
    "A, 1, Infinity, NOT_FINITE",
    "A, 0, 1, NON_POSITIVE_PRICE",
    "A, -0.5, 1, NON_POSITIVE_PRICE",
    "A, 1, 0, NON_POSITIVE_SIZE",
    "A, 1, -1, NON_POSITIVE_SIZE",
    "SPREAD, 0, 1, ",
    "SPREAD, -0.5, 1, ",
    "SPREAD, -0.5, 0, NON_POSITIVE_SIZE",
    "SPREAD, NaN, 1, NOT_FINITE",
  })
  void checksATrade(String symbol, double price, double size, RejectCode code) {
    assertThat(code(MarketRecord.of("f", 2, Trade.of(symbol, 0, "1", price, size))))
        .isEqualTo(Optional.ofNullable(code));
  }

  @ParameterizedTest
  @CsvSource({
    "9, 10, ",
    "10, 10, ",
    "10.5, 10, CROSSED_QUOTE",
    "NaN, NaN, ",
    "NaN, 10, ",
    "10, NaN, ",
    "Infinity, Infinity, NOT_FINITE",
    "9, Infinity, NOT_FINITE",
    "-Infinity, 10, NOT_FINITE",
    "NaN, Infinity, NOT_FINITE",
    "-Infinity, NaN, NOT_FINITE",
  })
  void checksAQuote(double bid, double ask, RejectCode code) {
    Trade trade = new Trade("A", 0, "1", 10, 1, Aggressor.BUY, bid, Double.NaN, ask, Double.NaN);
    assertThat(code(MarketRecord.of("f", 2, trade))).isEqualTo(Optional.ofNullable(code));
  }

  @ParameterizedTest
  @CsvSource({
    "A, 2, 3, 1, 2, 0, ",
    "A, 2, 2, 2, 2, 5, ",
    "A, 1, 3, 1, 3, 5, ",
    "A, NaN, 3, 1, 2, 5, NOT_FINITE",
    "A, 2, Infinity, 1, 2, 5, NOT_FINITE",
    "A, 2, 3, -Infinity, 2, 5, NOT_FINITE",
    "A, 2, 3, 1, NaN, 5, NOT_FINITE",
    "A, 2, 3, 1, 2, NaN, NOT_FINITE",
    "A, 2, 3, 1, 2, Infinity, NOT_FINITE",
    "A, 2, 1, 3, 2, 5, INCONSISTENT_OHLC", // high below low
    "A, 3.5, 3, 1, 2, 5, INCONSISTENT_OHLC",
    "A, 0.5, 3, 1, 2, 5, INCONSISTENT_OHLC",
    "A, 2, 3, 1, 3.5, 5, INCONSISTENT_OHLC",
    "A, 2, 3, 1, 0.5, 5, INCONSISTENT_OHLC",
    "A, 2, 3, 0, 2, 5, NON_POSITIVE_PRICE",
    "A, -2, -1, -3, -2, 5, NON_POSITIVE_PRICE",
    "A, 2, 3, 1, 2, -1, NON_POSITIVE_SIZE",
    "SPREAD, -2, -1, -3, -2, 5, ",
    "SPREAD, -2, -3, -1, -2, 5, INCONSISTENT_OHLC",
  })
  void checksABar(
      String symbol,
      double open,
      double high,
      double low,
      double close,
      double volume,
      RejectCode code) {
    Bar bar = Bar.of(symbol, 0, 60_000, open, high, low, close, volume);
    assertThat(code(MarketRecord.of("f", 2, bar))).isEqualTo(Optional.ofNullable(code));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, NaN, NaN, NaN, ",
    "3, 2, 1.5, 0.1, ",
    "Infinity, 2, 1.5, 0.1, NOT_FINITE",
    "3, -Infinity, 1.5, 0.1, NOT_FINITE",
    "3, 2, Infinity, 0.1, NOT_FINITE",
    "3, 2, 1.5, Infinity, NOT_FINITE",
  })
  void checksWhatABarMayLeaveUnknown(
      double bought, double sold, double vwap, double spread, RejectCode code) {
    Bar bar = new Bar("A", 0, 60_000, 1, 2, 1, 2, 5, bought, sold, 3, vwap, spread);
    assertThat(code(MarketRecord.of("f", 2, bar))).isEqualTo(Optional.ofNullable(code));
  }

  @Test
  void refusesAnUnknownSymbolUnderThePolicyThatDoes() {
    RecordChecks strict = new RecordChecks(new Instruments(Map.of("A", ORDINARY), ORDINARY, true));
    MarketRecord known = MarketRecord.of("f", 2, Trade.of("A", 0, "1", 1, 1));
    MarketRecord unknown = MarketRecord.of("f", 3, Trade.of("B", 0, "1", Double.NaN, 1));
    MarketRecord bar = MarketRecord.of("f", 4, Bar.of("B", 0, 60_000, 1, 1, 1, 1, 1));

    assertThat(strict.check(known)).isEmpty();
    assertThat(strict.check(unknown))
        .contains(unknown.reject(RejectCode.UNKNOWN_SYMBOL, "symbol=B"));
    assertThat(strict.check(bar)).contains(bar.reject(RejectCode.UNKNOWN_SYMBOL, "symbol=B"));
  }

  @Test
  void aMarkerPassesWhateverThePolicy() {
    RecordChecks strict = new RecordChecks(new Instruments(Map.of(), ORDINARY, true));
    assertThat(strict.check(MarketRecord.marker("p-0", 9, 1_000))).isEmpty();
  }

  @Test
  void refusesABarThatEndsNoLaterThanItBegins() {
    assertThat(detail(Bar.of("A", 60_000, 60_000, 1, 2, 1, 2, 5)))
        .isEqualTo("openTime=60000 closeTime=60000");
  }

  @Test
  void tellsTheValueThatWasRefused() {
    assertThat(detail(Trade.of("A", 0, "1", Double.NaN, 2))).isEqualTo("price=NaN size=2.0");
    assertThat(detail(Trade.of("A", 0, "1", -5, 2))).isEqualTo("price=-5.0");
    assertThat(detail(Trade.of("A", 0, "1", 5, -2))).isEqualTo("size=-2.0");
    assertThat(detail(new Trade("A", 0, "1", 5, 2, Aggressor.SELL, 6, 1, 5, 1)))
        .isEqualTo("bid=6.0 ask=5.0");
    assertThat(detail(new Trade("A", 0, "1", 5, 2, Aggressor.SELL, 4, 1, 5, 1 / 0.0)))
        .isEqualTo("bid=4.0 bidSize=1.0 ask=5.0 askSize=Infinity");
    assertThat(detail(Bar.of("A", 0, 1, 1, 2, 3, 4, 5)))
        .isEqualTo("open=1.0 high=2.0 low=3.0 close=4.0");
    assertThat(detail(Bar.of("A", 0, 1, 1, 2, -3, 1, 5))).isEqualTo("low=-3.0");
    assertThat(detail(Bar.of("A", 0, 1, 1, 2, 1, 1, -5)))
        .isEqualTo("volume=-5.0 buyVolume=NaN sellVolume=NaN trades=0");
    assertThat(detail(Bar.of("A", 0, 1, 1, 2, 1, Double.NaN, 5))).isEqualTo("value=NaN");
  }

  private Optional<RejectCode> code(MarketRecord record) {
    Optional<Rejection> rejection = checks.check(record);
    rejection.ifPresent(r -> assertThat(r).isEqualTo(record.reject(r.code(), r.detail())));
    return rejection.map(Rejection::code);
  }

  private String detail(Trade trade) {
    return checks.check(MarketRecord.of("f", 2, trade)).orElseThrow().detail();
  }

  private String detail(Bar bar) {
    return checks.check(MarketRecord.of("f", 2, bar)).orElseThrow().detail();
  }
}
