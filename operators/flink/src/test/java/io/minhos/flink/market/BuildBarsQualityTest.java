package io.minhos.flink.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.Alert;
import io.minhos.domain.market.Bar;
import io.minhos.domain.market.BarClock;
import io.minhos.domain.market.DataQualityConfig;
import io.minhos.domain.market.JumpConfig;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.market.Trade;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.junit.jupiter.api.Test;

/** The verdict on a symbol's data, with what is refused on the way to its bars. */
class BuildBarsQualityTest {

  private static final long MINUTE = 60_000;
  private static final long T0 = 1_704_067_200_000L;
  private static final JumpConfig JUMPS = new JumpConfig(10, 0.1, 5, 3);

  /** Two bars are enough, 10 missing are no long gap yet. */
  private static final DataQualityConfig QUALITY = new DataQualityConfig(4, 2, 10, 0.9, 0.5, 0.01);

  private int ordinal;

  /**
   * Of A: one trade a minute, in minutes 10 to 12 four times, in 20 to 22 between three prices nine
   * and more times too high, from 30 on nothing for 11 minutes, and then as before. Of B one trade
   * a minute. Of the last 4 bars' records 3 of 7, 6 of 10 and 9 of 13 are refused in minutes 10 to
   * 12, 9 of 13 in 13, 6 of 10 in 14, 3 of 7 in 15, and none in 16; with jumps the same.
   */
  private List<MarketRecord> market() {
    List<MarketRecord> records = new ArrayList<>();
    for (int minute = 0; minute < 50; minute++) {
      long time = T0 + minute * MINUTE;
      records.add(trade("B", time, "b" + minute, 10));
      if (minute < 30 || minute > 40) {
        records.add(trade("A", time, "a" + minute, 10));
      }
      for (int i = 0; i < 3; i++) {
        if (minute >= 10 && minute <= 12) {
          records.add(trade("A", time, "a" + minute, 10));
        } else if (minute >= 20 && minute <= 22) {
          records.add(trade("A", time + 1 + i, "x" + minute + i, 90 * Math.pow(10, i)));
        }
      }
    }
    return records;
  }

  @Test
  void stopsASymbolAndLetsItGoOnByItself() throws Exception {
    try (KeyedHarness harness = KeyedHarness.open(operator())) {
      harness.take(market().toArray(new MarketRecord[0]));
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.rejects())
          .extracting(Rejection::code)
          .containsOnly(RejectCode.DUPLICATE, RejectCode.JUMP)
          .hasSize(18);
      assertThat(harness.alerts())
          .containsExactly(
              stopped(11, "measure=REJECT_RATE limit=0.25 got=0.6"),
              resumed(16),
              stopped(21, "measure=REJECT_RATE limit=0.25 got=0.6"),
              resumed(26),
              stopped(41, "measure=STALE limit=10 got=11"),
              resumed(42));
      assertThat(harness.bars())
          .filteredOn(bar -> !bar.defect().isEmpty())
          .extracting(bar -> bar.symbol() + (bar.openTime() - T0) / MINUTE)
          .containsExactly(
              "A11", "A12", "A13", "A14", "A15", "A21", "A22", "A23", "A24", "A25", "A41");
      assertThat(harness.bars()).filteredOn(bar -> bar.symbol().equals("B")).hasSize(50);
    }
  }

  @Test
  void cutAndRestoredAnywhereItSaysTheSame() throws Exception {
    List<MarketRecord> market = market();
    List<Bar> bars;
    List<Alert> alerts;
    try (KeyedHarness whole = KeyedHarness.open(operator())) {
      whole.take(market.toArray(new MarketRecord[0]));
      whole.watermark(Long.MAX_VALUE);
      bars = bySymbol(whole.bars());
      alerts = whole.alerts();
    }
    for (int cut = 0; cut <= 50; cut++) {
      long until = T0 + cut * MINUTE;
      List<Bar> parts = new ArrayList<>();
      List<Alert> alertsOfParts = new ArrayList<>();
      KeyedHarness before = KeyedHarness.open(operator());
      before.take(records(market, Long.MIN_VALUE, until));
      before.watermark(until - 1);
      parts.addAll(before.bars());
      alertsOfParts.addAll(before.alerts());
      try (KeyedHarness after = before.restoreInto(operator())) {
        after.take(records(market, until, Long.MAX_VALUE));
        after.watermark(Long.MAX_VALUE);
        parts.addAll(after.bars());
        alertsOfParts.addAll(after.alerts());
      }
      assertThat(bySymbol(parts)).isEqualTo(bars);
      assertThat(alertsOfParts).isEqualTo(alerts);
    }
  }

  @Test
  void tradesOfABarThatASourceGaveAreNotPoor() throws Exception {
    try (KeyedHarness harness = KeyedHarness.open(operator())) {
      for (int minute = 0; minute < 10; minute++) {
        long open = T0 + minute * MINUTE;
        harness.take(bar(open), trade("A", open, "a" + minute, 10));
        harness.take(trade("A", open + 1, "b" + minute, 10), trade("A", open, "a" + minute, 10));
      }
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.rejects()).hasSize(30);
      assertThat(harness.bars()).hasSize(10).allMatch(bar -> bar.defect().isEmpty());
      assertThat(harness.alerts()).isEmpty();
    }
  }

  @Test
  void barsThatAreRefusedCount() throws Exception {
    try (KeyedHarness harness = KeyedHarness.open(operator())) {
      for (int minute = 0; minute < 3; minute++) {
        long open = T0 + minute * MINUTE;
        harness.take(bar(open), bar(open), bar(open));
      }
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.alerts())
          .containsExactly(stopped(1, "measure=REJECT_RATE limit=0.25 got=" + 4.0 / 6));
    }
  }

  private static Alert stopped(int minute, String defect) {
    return Alert.of(T0 + (minute + 1) * MINUTE - 1, "DATA_QUALITY_STOPPED", "symbol=A " + defect);
  }

  private static Alert resumed(int minute) {
    return Alert.of(T0 + (minute + 1) * MINUTE - 1, "DATA_QUALITY_RESUMED", "symbol=A");
  }

  private static MarketRecord[] records(List<MarketRecord> market, long from, long to) {
    return market.stream()
        .filter(record -> record.time() >= from && record.time() < to)
        .toArray(MarketRecord[]::new);
  }

  private static List<Bar> bySymbol(List<Bar> bars) {
    List<Bar> sorted = new ArrayList<>();
    for (String symbol : List.of("A", "B")) {
      bars.stream().filter(bar -> bar.symbol().equals(symbol)).forEach(sorted::add);
    }
    return sorted;
  }

  private MarketRecord trade(String symbol, long time, String id, double price) {
    return MarketRecord.of("t.csv", ordinal++, Trade.of(symbol, time, id, price, 1));
  }

  private MarketRecord bar(long open) {
    return MarketRecord.of("b.csv", ordinal++, Bar.of("A", open, open + MINUTE, 9, 11, 9, 10, 5));
  }

  private static KeyedProcessOperator<String, MarketRecord, Bar> operator() {
    return new KeyedProcessOperator<>(new BuildBars(new BarClock(MINUTE), JUMPS, MINUTE, QUALITY));
  }
}
