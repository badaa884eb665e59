package io.minhos.flink.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minhos.domain.market.Bar;
import io.minhos.domain.market.BarBuilder;
import io.minhos.domain.market.BarClock;
import io.minhos.domain.market.DataQualityConfig;
import io.minhos.domain.market.JumpConfig;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.market.Trade;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildBarsTest {

  private static final long MINUTE = 60_000;

  /** A bar boundary. */
  private static final long T0 = 1_704_067_200_000L;

  private static final long WINDOW = 2 * MINUTE;

  /** Nothing that these tests send stops a symbol. */
  private static final DataQualityConfig QUALITY =
      new DataQualityConfig(60, 5, Long.MAX_VALUE, 1, 1, 1);

  /** Flat prices have no deviation: beyond 10 % all is a jump. */
  private static final JumpConfig JUMPS = new JumpConfig(10, 0.1, 5, 3);

  @Test
  void aBarComesWhenTheWatermarkPassesItsEnd() throws Exception {
    try (KeyedHarness harness = harness(MINUTE)) {
      harness.take(trade(1, T0 + 5, "1", 10), trade(2, T0 + MINUTE - 1, "2", 12));
      harness.take(trade(3, T0 + MINUTE, "3", 11));
      harness.watermark(T0 + MINUTE - 2);
      assertThat(harness.bars()).isEmpty();
      harness.watermark(T0 + MINUTE - 1);
      assertThat(harness.bars())
          .containsExactly(
              bar(MINUTE, T0, trade(1, T0 + 5, "1", 10), trade(2, T0 + MINUTE - 1, "2", 12)));
      harness.watermark(T0 + 2 * MINUTE - 1);
      assertThat(harness.bars()).hasSize(2);
      assertThat(harness.rejects()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {MINUTE, 7_000})
  void theOrderOfArrivalMakesNoDifference(long barLength) throws Exception {
    List<MarketRecord> trades = market(new SplittableRandom(3));
    List<Bar> expected = null;
    List<Rejection> refused = null;
    for (int seed = 0; seed < 10; seed++) {
      List<MarketRecord> shuffled = new ArrayList<>(trades);
      if (seed > 0) {
        Collections.shuffle(shuffled, new Random(seed));
      }
      try (KeyedHarness harness = harness(barLength)) {
        // Within the lateness: whatever a watermark does not cover yet may come in any order.
        for (int minute = 0; minute < 30; minute++) {
          for (MarketRecord record : shuffled) {
            if ((record.time() - T0) / MINUTE == minute) {
              harness.take(record);
            }
          }
          harness.watermark(T0 + minute * MINUTE - 1);
        }
        harness.watermark(Long.MAX_VALUE);
        if (expected == null) {
          expected = harness.bars();
          refused = harness.rejects();
          assertThat(refused)
              .extracting(Rejection::code)
              .contains(RejectCode.DUPLICATE, RejectCode.JUMP);
          assertThat(bySymbol(expected)).isEqualTo(bySymbol(oracle(barLength, trades, refused)));
        }
        assertThat(bySymbol(harness.bars())).isEqualTo(bySymbol(expected));
        assertThat(harness.rejects()).containsExactlyInAnyOrderElementsOf(refused);
      }
    }
  }

  @Test
  void noTradeNoBar() throws Exception {
    try (KeyedHarness harness = harness(MINUTE)) {
      harness.take(trade(1, T0, "1", 10), trade(2, T0 + 5 * MINUTE, "2", 10));
      harness.take(trade(3, T0 + 3_000 * MINUTE, "3", 10));
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.bars())
          .extracting(Bar::openTime, Bar::closeTime)
          .containsExactly(
              tuple(T0, T0 + MINUTE),
              tuple(T0 + 5 * MINUTE, T0 + 6 * MINUTE),
              tuple(T0 + 3_000 * MINUTE, T0 + 3_001 * MINUTE));
    }
  }

  /** By the times of the trades alone, whatever the bars' length and whatever lies between. */
  @ParameterizedTest
  @ValueSource(longs = {7_000, MINUTE, 60 * MINUTE})
  void aRepeatWithinTheWindowIsRefused(long barLength) throws Exception {
    try (KeyedHarness harness = harness(barLength)) {
      harness.take(
          trade(1, T0, "1", 10),
          trade(2, T0, "1", 10),
          trade(3, T0 + MINUTE, "2", 10),
          trade(4, T0 + WINDOW, "1", 10),
          trade(5, T0 + WINDOW + 1, "1", 10),
          trade(6, T0 + MINUTE + WINDOW, "2", 10), // just remembered
          trade(7, T0 + 9 * MINUTE, "2", 10)); // after a pause
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.rejects())
          .extracting(Rejection::ordinal, Rejection::code, Rejection::detail)
          .containsExactly(
              tuple(2L, RejectCode.DUPLICATE, "tradeId=1"),
              tuple(4L, RejectCode.DUPLICATE, "tradeId=1"),
              tuple(6L, RejectCode.DUPLICATE, "tradeId=2"));
      assertThat(harness.bars().stream().mapToLong(Bar::trades).sum()).isEqualTo(4);
    }
  }

  @Test
  void aBarOfNothingButRepeatsIsNone() throws Exception {
    try (KeyedHarness harness = harness(MINUTE)) {
      harness.take(trade(1, T0, "1", 10), trade(2, T0 + MINUTE, "1", 10));
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.bars()).extracting(Bar::openTime).containsExactly(T0);
    }
  }

  @Test
  void symbolsDoNotKnowEachOthersIdsAndPrices() throws Exception {
    try (KeyedHarness harness = harness(MINUTE)) {
      for (int i = 0; i < 20; i++) {
        harness.take(trade(i, T0 + i, "" + i, 10));
        harness.take(record(100 + i, "B", T0 + i, "" + i, 900));
      }
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.rejects()).isEmpty();
      assertThat(harness.bars()).extracting(Bar::close).containsExactlyInAnyOrder(10.0, 900.0);
    }
  }

  @Test
  void aRepeatIsStillKnownAfterARestore() throws Exception {
    KeyedHarness before = harness(MINUTE);
    before.take(trade(1, T0, "1", 10));
    before.watermark(T0 + MINUTE - 1);
    before.take(trade(2, T0 + MINUTE, "2", 10));
    assertThat(before.bars()).hasSize(1);
    try (KeyedHarness after = restored(MINUTE, before)) {
      after.take(trade(3, T0 + MINUTE + 1, "1", 10), trade(4, T0 + MINUTE + 2, "2", 10));
      after.watermark(T0 + 2 * MINUTE - 1);
      assertThat(after.rejects()).extracting(Rejection::ordinal).containsExactly(3L, 4L);
      assertThat(after.bars())
          .containsExactly(bar(MINUTE, T0 + MINUTE, trade(2, T0 + MINUTE, "2", 10)));
    }
  }

  @Test
  void aJumpIsRefusedUntilItIsConfirmed() throws Exception {
    try (KeyedHarness harness = harness(MINUTE)) {
      for (int i = 0; i < 8; i++) {
        harness.take(trade(i, T0 + i, "" + i, 10));
      }
      for (int i = 8; i < 13; i++) {
        harness.take(trade(i, T0 + MINUTE + i, "" + i, 20));
      }
      // Another stray at the old level would be one among the first returns of the new.
      harness.take(trade(13, T0 + 2 * MINUTE, "8", 20));
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.rejects())
          .extracting(Rejection::ordinal, Rejection::code, Rejection::detail)
          .containsExactly(
              tuple(8L, RejectCode.JUMP, "price=20.0 last=10.0"),
              tuple(9L, RejectCode.JUMP, "price=20.0 last=10.0"),
              tuple(10L, RejectCode.JUMP, "price=20.0 last=10.0"),
              tuple(13L, RejectCode.DUPLICATE, "tradeId=8"));
      assertThat(harness.bars())
          .extracting(Bar::openTime, Bar::low, Bar::high, Bar::trades)
          .containsExactly(tuple(T0, 10.0, 10.0, 8L), tuple(T0 + MINUTE, 20.0, 20.0, 2L));
    }
  }

  @Test
  void aBarOfNothingButJumpsIsNone() throws Exception {
    try (KeyedHarness harness = harness(MINUTE)) {
      for (int i = 0; i < 8; i++) {
        harness.take(trade(i, T0 + i, "" + i, 10));
      }
      harness.take(trade(8, T0 + MINUTE, "8", 20), trade(9, T0 + 2 * MINUTE, "9", 10.5));
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.bars()).extracting(Bar::openTime).containsExactly(T0, T0 + 2 * MINUTE);
    }
  }

  /** Cut anywhere, between any two records or watermarks. */
  @Test
  void aRestoreAnywhereChangesNothing() throws Exception {
    List<MarketRecord> trades = market(new SplittableRandom(8)).subList(0, 120);
    KeyedHarness straight = harness(MINUTE);
    play(straight, trades, 0, trades.size());
    straight.watermark(Long.MAX_VALUE);
    List<Bar> bars = straight.bars();
    List<Rejection> rejects = straight.rejects();
    straight.close();
    assertThat(rejects).extracting(Rejection::code).contains(RejectCode.DUPLICATE, RejectCode.JUMP);
    assertThat(bars).hasSizeGreaterThan(10);

    for (int cut = 0; cut <= trades.size(); cut += 5) {
      KeyedHarness before = harness(MINUTE);
      play(before, trades, 0, cut);
      List<Bar> allBars = new ArrayList<>(before.bars());
      List<Rejection> allRejects = new ArrayList<>(before.rejects());
      try (KeyedHarness after = restored(MINUTE, before)) {
        play(after, trades, cut, trades.size());
        after.watermark(Long.MAX_VALUE);
        allBars.addAll(after.bars());
        allRejects.addAll(after.rejects());
      }
      assertThat(bySymbol(allBars)).as("cut at %d", cut).isEqualTo(bySymbol(bars));
      assertThat(allRejects).containsExactlyInAnyOrderElementsOf(rejects);
    }
  }

  private static void play(KeyedHarness harness, List<MarketRecord> trades, int from, int to)
      throws Exception {
    for (int i = from; i < to; i++) {
      harness.take(trades.get(i));
      harness.watermark((trades.get(i).time() / MINUTE) * MINUTE - 1);
    }
  }

  /** Half an hour of two symbols, with pauses, repeats and strays; sorted by time. */
  private static List<MarketRecord> market(SplittableRandom random) {
    List<MarketRecord> trades = new ArrayList<>();
    long time = T0;
    for (int i = 0; time < T0 + 30 * MINUTE; i++) {
      String symbol = random.nextBoolean() ? "A" : "B";
      double price = Math.rint(1_000 + 10 * random.nextDouble(-1, 1)) / 100;
      trades.add(record(i, symbol, time, "" + i, random.nextInt(15) == 0 ? 9 * price : price));
      if (random.nextInt(8) == 0) {
        trades.add(record(10_000 + i, symbol, time, "" + i, price));
      }
      if (random.nextInt(8) == 0 && i > 3) {
        trades.add(record(20_000 + i, symbol, time, "" + (i - 3), price));
      }
      time += random.nextInt(20) == 0 ? 3 * MINUTE : random.nextInt(6_000);
    }
    trades.removeIf(record -> record.time() >= T0 + 30 * MINUTE);
    return trades;
  }

  /** The bars of the trades that were not refused, one list a bar. */
  private static List<Bar> oracle(
      long barLength, List<MarketRecord> trades, List<Rejection> refused) {
    List<Long> without = refused.stream().map(Rejection::ordinal).toList();
    TreeMap<String, List<MarketRecord>> byBar = new TreeMap<>();
    trades.stream()
        .filter(record -> !without.contains(record.ordinal()))
        .sorted(MarketRecord.TRADE_ORDER)
        .forEach(
            record ->
                byBar
                    .computeIfAbsent(
                        record.time() / barLength + record.symbol(), k -> new ArrayList<>())
                    .add(record));
    return byBar.values().stream()
        .map(
            records ->
                bar(
                    barLength,
                    records.get(0).time() / barLength * barLength,
                    records.toArray(new MarketRecord[0])))
        .toList();
  }

  private static List<Bar> bySymbol(List<Bar> bars) {
    List<Bar> sorted = new ArrayList<>(bars);
    // Stable: of one symbol, in the order in which they came.
    sorted.sort(Comparator.comparing(Bar::symbol));
    return sorted;
  }

  private static Bar bar(long length, long openTime, MarketRecord... records) {
    BarBuilder builder = new BarBuilder(records[0].symbol(), openTime, openTime + length);
    for (MarketRecord record : records) {
      builder.add(record.trade());
    }
    return builder.build();
  }

  private static MarketRecord trade(long ordinal, long time, String id, double price) {
    return record(ordinal, "A", time, id, price);
  }

  private static MarketRecord record(
      long ordinal, String symbol, long time, String id, double price) {
    return MarketRecord.of("t.csv", ordinal, Trade.of(symbol, time, id, price, 1));
  }

  private static KeyedHarness harness(long barLength) throws Exception {
    return KeyedHarness.open(operator(barLength));
  }

  private static KeyedHarness restored(long barLength, KeyedHarness before) throws Exception {
    return before.restoreInto(operator(barLength));
  }

  private static KeyedProcessOperator<String, MarketRecord, Bar> operator(long barLength) {
    return new KeyedProcessOperator<>(
        new BuildBars(new BarClock(barLength), JUMPS, WINDOW, QUALITY));
  }
}
