package io.minhos.domain.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketRecordTest {

  @Test
  void tradesAreOrderedByTimeThenByTheValueOfTheirIdThenByPlace() {
    List<MarketRecord> ordered =
        List.of(
            record("b", 9, trade(1, "99")),
            record("b", 8, trade(2, "9")),
            record("b", 7, trade(2, "10")),
            record("a", 7, trade(2, "11")),
            record("a", 8, trade(2, "11")),
            record("b", 2, trade(2, "11")),
            record("a", 1, trade(2, "abc")),
            record("a", 2, trade(2, "abd")),
            record("a", 0, trade(3, "1")));
    assertSorts(ordered, MarketRecord.TRADE_ORDER);
  }

  @Test
  void barsAreOrderedByTimeThenByPlace() {
    List<MarketRecord> ordered =
        List.of(
            record("b", 9, bar(0)),
            record("a", 10, bar(60_000)),
            record("a", 11, bar(60_000)),
            record("b", 2, bar(60_000)),
            record("a", 1, bar(120_000)));
    assertSorts(ordered, MarketRecord.BAR_ORDER);
  }

  @Test
  void rejectionsAreOrderedByPlace() {
    MarketRecord record = record("b", 2, trade(0, "1"));
    Rejection first = record("a", 10, trade(9, "1")).reject(RejectCode.LATE, "");
    Rejection second = record("b", 1, trade(5, "1")).reject(RejectCode.JUMP, "");
    Rejection third = record.reject(RejectCode.DUPLICATE, "");
    List<Rejection> rejections = new ArrayList<>(List.of(third, second, first));
    rejections.sort(Rejection.ORDER);
    assertThat(rejections).containsExactly(first, second, third);
  }

  @Test
  void aRecordHasTheEventTimeOfWhatItCarries() {
    assertThat(record("f", 1, trade(7, "1")).time()).isEqualTo(7);
    assertThat(record("f", 1, bar(60_000)).time()).isEqualTo(119_999);
    MarketRecord marker = MarketRecord.marker("p", 3, 42);
    assertThat(marker.time()).isEqualTo(42);
    assertThat(marker.isMarker()).isTrue();
    assertThat(marker.symbol()).isEmpty();
    assertThat(record("f", 1, trade(7, "1")).isMarker()).isFalse();
    assertThat(record("f", 1, bar(0)).isMarker()).isFalse();
    assertThat(record("f", 1, bar(0)).symbol()).isEqualTo("A");
  }

  @Test
  void aRejectionTellsWhereTheRecordWasAndWhatItHeld() {
    MarketRecord record = record("f.csv", 12, trade(7, "id-1"));
    assertThat(record.reject(RejectCode.LATE, "behindMillis=1"))
        .isEqualTo(
            new Rejection(
                "f.csv", 12, RejectCode.LATE, "behindMillis=1", "A", 7, record.trade().toString()));
    assertThat(record("f.csv", 2, bar(0)).reject(RejectCode.JUMP, "").raw())
        .isEqualTo(bar(0).toString());
  }

  @Test
  void aBarOfPricesAloneLeavesTheRestUnknown() {
    Bar bar = Bar.of("A", 0, 60_000, 1, 4, 0.5, 2, 9);
    assertThat(bar)
        .isEqualTo(
            new Bar(
                "A",
                0,
                60_000,
                1,
                4,
                0.5,
                2,
                9,
                Double.NaN,
                Double.NaN,
                0,
                Double.NaN,
                Double.NaN));
    assertThat(bar.time()).isEqualTo(59_999);
  }

  @ParameterizedTest
  @CsvSource({"1, 2, true", "NaN, 2, false", "1, NaN, false", "NaN, NaN, false"})
  void aTradeIsQuotedWhereBothSidesAreKnown(double bid, double ask, boolean quoted) {
    Trade trade = new Trade("A", 0, "1", 1, 1, Aggressor.SELL, bid, Double.NaN, ask, Double.NaN);
    assertThat(trade.quoted()).isEqualTo(quoted);
    assertThat(trade(0, "1").quoted()).isFalse();
    assertThat(trade(0, "1").aggressor()).isEqualTo(Aggressor.UNKNOWN);
  }

  private static void assertSorts(List<MarketRecord> ordered, Comparator<MarketRecord> order) {
    for (int seed = 0; seed < 20; seed++) {
      List<MarketRecord> shuffled = new ArrayList<>(ordered);
      Collections.shuffle(shuffled, new Random(seed));
      shuffled.sort(order);
      assertThat(shuffled).isEqualTo(ordered);
    }
  }

  private static MarketRecord record(String source, long ordinal, Trade trade) {
    return MarketRecord.of(source, ordinal, trade);
  }

  private static MarketRecord record(String source, long ordinal, Bar bar) {
    return MarketRecord.of(source, ordinal, bar);
  }

  private static Trade trade(long time, String id) {
    return Trade.of("A", time, id, 1, 1);
  }

  private static Bar bar(long openTime) {
    return Bar.of("A", openTime, openTime + 60_000, 1, 1, 1, 1, 1);
  }
}
