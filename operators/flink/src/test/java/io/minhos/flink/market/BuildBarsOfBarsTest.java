package io.minhos.flink.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minhos.domain.market.Bar;
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
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.junit.jupiter.api.Test;

/** Bars of sources, alone and beside trades. */
class BuildBarsOfBarsTest {

  private static final long MINUTE = 60_000;
  private static final long T0 = 1_704_067_200_000L;

  /** Nothing that these tests send stops a symbol. */
  private static final DataQualityConfig QUALITY =
      new DataQualityConfig(60, 5, Long.MAX_VALUE, 1, 1, 1);

  /** Flat closes have no deviation: beyond 10 % all is a jump. */
  private static final JumpConfig JUMPS = new JumpConfig(10, 0.1, 5, 3);

  @Test
  void barsComeInTheOrderOfTimeBehindTheWatermark() throws Exception {
    try (KeyedHarness harness = harness()) {
      harness.take(bar(1, 2, 10), bar(2, 0, 11), bar(3, 1, 10.5));
      harness.watermark(T0 + MINUTE - 2);
      assertThat(harness.bars()).isEmpty();
      harness.watermark(T0 + 2 * MINUTE - 1);
      assertThat(harness.bars()).containsExactly(bar(2, 0, 11).bar(), bar(3, 1, 10.5).bar());
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.bars())
          .containsExactly(bar(2, 0, 11).bar(), bar(3, 1, 10.5).bar(), bar(1, 2, 10).bar());
      assertThat(harness.rejects()).isEmpty();
    }
  }

  @Test
  void barsOfAnyLengthAndOffTheGridAreOrderedToo() throws Exception {
    MarketRecord late = record(1, "A", T0 + 37, 7_000, 10);
    MarketRecord early = record(2, "A", T0 - 7_000 + 37, 7_000, 10);
    try (KeyedHarness harness = harness()) {
      harness.take(late, early);
      harness.watermark(T0 + 36);
      assertThat(harness.bars()).containsExactly(early.bar());
      harness.watermark(T0 + 7_036);
      assertThat(harness.bars()).containsExactly(early.bar(), late.bar());
    }
  }

  @Test
  void aGapStaysAGap() throws Exception {
    try (KeyedHarness harness = harness()) {
      harness.take(bar(1, 0, 10), bar(2, 4_000, 10));
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.bars()).extracting(Bar::openTime).containsExactly(T0, T0 + 4_000 * MINUTE);
    }
  }

  @Test
  void ofTwoBarsOfOneTimeTheFirstInPlaceIsTaken() throws Exception {
    try (KeyedHarness harness = harness()) {
      harness.take(bar(8, 0, 10.5), bar(7, 0, 10));
      // Another symbol's bar of the same time is no repeat.
      harness.take(record(9, "B", T0, MINUTE, 10.2));
      harness.watermark(T0 + MINUTE - 1);
      assertThat(harness.bars()).extracting(Bar::close).containsExactlyInAnyOrder(10.0, 10.2);
      assertThat(harness.rejects())
          .containsExactly(bar(8, 0, 10.5).reject(RejectCode.DUPLICATE, "openTime=" + T0));
    }
  }

  @Test
  void aRepeatIsStillKnownAfterARestore() throws Exception {
    KeyedHarness before = harness();
    before.take(bar(1, 0, 10));
    before.watermark(T0 + MINUTE - 1);
    try (KeyedHarness after = restored(before)) {
      after.take(bar(2, 0, 10), bar(3, 1, 10));
      after.watermark(T0 + 2 * MINUTE - 1);
      assertThat(after.rejects()).extracting(Rejection::ordinal).containsExactly(2L);
      assertThat(after.bars()).containsExactly(bar(3, 1, 10).bar());
    }
  }

  @Test
  void aJumpIsRefusedUntilItIsConfirmed() throws Exception {
    try (KeyedHarness harness = harness()) {
      for (int i = 0; i < 8; i++) {
        harness.take(bar(i, i, 10));
      }
      for (int i = 8; i < 13; i++) {
        harness.take(bar(i, i, 20));
      }
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.rejects())
          .extracting(Rejection::ordinal, Rejection::code, Rejection::detail)
          .containsExactly(
              tuple(8L, RejectCode.JUMP, "close=20.0 last=10.0"),
              tuple(9L, RejectCode.JUMP, "close=20.0 last=10.0"),
              tuple(10L, RejectCode.JUMP, "close=20.0 last=10.0"));
      assertThat(harness.bars()).hasSize(10);
    }
  }

  @Test
  void aGoodBarTakesThePlaceOfAJumpAtItsTime() throws Exception {
    try (KeyedHarness harness = harness()) {
      for (int i = 0; i < 8; i++) {
        harness.take(bar(i, i, 10));
      }
      harness.take(bar(8, 8, 20), bar(9, 8, 10.5));
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.rejects())
          .extracting(Rejection::ordinal, Rejection::code)
          .containsExactly(tuple(8L, RejectCode.JUMP));
      assertThat(harness.bars()).last().isEqualTo(bar(9, 8, 10.5).bar());
    }
  }

  /** The trades' own prices and ids are of no account there; elsewhere trades make the bar. */
  @Test
  void aBarThatASourceGivesWinsOverItsTrades() throws Exception {
    try (KeyedHarness harness = harness()) {
      harness.take(
          trade(1, 0, "1", 10),
          trade(2, 30_000, "2", 10.1),
          bar(3, 0, 10.2),
          trade(4, 59_999, "3", 10.3),
          trade(5, 60_000, "4", 10.4),
          trade(6, 60_001, "3", 10.5),
          bar(7, 2, 10.6));
      harness.watermark(T0 + MINUTE - 1);
      assertThat(harness.bars()).containsExactly(bar(3, 0, 10.2).bar());
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.bars())
          .extracting(Bar::openTime, Bar::close)
          .containsExactly(tuple(T0, 10.2), tuple(T0 + MINUTE, 10.4), tuple(T0 + 2 * MINUTE, 10.6));
      assertThat(harness.rejects())
          .extracting(Rejection::ordinal, Rejection::code, Rejection::detail)
          .containsExactly(
              tuple(1L, RejectCode.DUPLICATE, "bar=" + T0),
              tuple(2L, RejectCode.DUPLICATE, "bar=" + T0),
              tuple(4L, RejectCode.DUPLICATE, "bar=" + T0),
              tuple(6L, RejectCode.DUPLICATE, "tradeId=3"));
    }
  }

  @Test
  void tradesTakeThePlaceOfABarThatIsAJump() throws Exception {
    try (KeyedHarness harness = harness()) {
      for (int i = 0; i < 8; i++) {
        harness.take(bar(i, i, 10));
      }
      harness.take(bar(8, 8, 20), trade(9, 8 * MINUTE, "9", 10.5));
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.rejects())
          .extracting(Rejection::ordinal, Rejection::code)
          .containsExactly(tuple(8L, RejectCode.JUMP));
      assertThat(harness.bars()).hasSize(9).last().extracting(Bar::close).isEqualTo(10.5);
    }
  }

  @Test
  void aBarThatEndsAmidTheTradesOfAnotherTakesNoneOfThem() throws Exception {
    MarketRecord inside = record(1, "A", T0 + 7_000, 7_000, 10);
    try (KeyedHarness harness = harness()) {
      harness.take(inside, trade(2, 1, "2", 10), trade(3, 40_000, "3", 10.1));
      harness.watermark(Long.MAX_VALUE);
      assertThat(harness.rejects()).isEmpty();
      assertThat(harness.bars())
          .extracting(Bar::closeTime, Bar::trades)
          .containsExactly(tuple(T0 + 14_000, 0L), tuple(T0 + MINUTE, 2L));
    }
  }

  /** What comes behind the last bar would bring its symbol's features out of order. */
  @Test
  void nothingIsHandedOnBehindTheLastBar() throws Exception {
    KeyedHarness before = harness();
    before.take(bar(1, 5, 10));
    before.watermark(Long.MAX_VALUE);
    try (KeyedHarness after = restored(before)) {
      after.take(bar(2, 4, 10), trade(3, 5 * MINUTE, "1", 10), trade(4, 6 * MINUTE, "2", 10));
      after.watermark(Long.MAX_VALUE);
      assertThat(after.bars()).extracting(Bar::openTime).containsExactly(T0 + 6 * MINUTE);
      assertThat(after.rejects())
          .extracting(Rejection::ordinal, Rejection::code)
          .containsExactly(tuple(2L, RejectCode.DUPLICATE), tuple(3L, RejectCode.DUPLICATE));
    }
  }

  /** In any order behind the watermark, with a restore anywhere, the same bars and rejects. */
  @Test
  void neitherTheOrderOfArrivalNorARestoreChangesAnything() throws Exception {
    List<MarketRecord> records = market(new SplittableRandom(4));
    KeyedHarness straight = harness();
    play(straight, records, 0, records.size());
    straight.watermark(Long.MAX_VALUE);
    List<Bar> bars = bySymbol(straight.bars());
    List<Rejection> rejects = straight.rejects();
    straight.close();
    assertThat(rejects).extracting(Rejection::code).contains(RejectCode.DUPLICATE, RejectCode.JUMP);
    long folded = bars.stream().mapToLong(bar -> Math.max(1, bar.trades())).sum();
    assertThat(folded + rejects.size()).isEqualTo(records.size());
    for (String symbol : List.of("A", "B")) {
      assertThat(bars.stream().filter(b -> b.symbol().equals(symbol)).map(Bar::time))
          .isSorted()
          .doesNotHaveDuplicates();
    }

    for (int cut = 0; cut <= records.size(); cut += 7) {
      List<MarketRecord> disordered = disordered(records, cut);
      KeyedHarness before = harness();
      play(before, disordered, 0, cut);
      List<Bar> allBars = new ArrayList<>(before.bars());
      List<Rejection> allRejects = new ArrayList<>(before.rejects());
      try (KeyedHarness after = restored(before)) {
        play(after, disordered, cut, disordered.size());
        after.watermark(Long.MAX_VALUE);
        allBars.addAll(after.bars());
        allRejects.addAll(after.rejects());
      }
      assertThat(bySymbol(allBars)).as("cut at %d", cut).isEqualTo(bars);
      assertThat(allRejects).containsExactlyInAnyOrderElementsOf(rejects);
    }
  }

  /** The watermark stays ten bars behind, which leaves room for ten bars' disorder. */
  private static void play(KeyedHarness harness, List<MarketRecord> records, int from, int to)
      throws Exception {
    for (int i = from; i < to; i++) {
      harness.take(records.get(i));
      harness.watermark(records.get(i).time() - 10 * MINUTE);
    }
  }

  /** Two symbols over an hour, with gaps, repeats, strays and trades; sorted by minute. */
  private static List<MarketRecord> market(SplittableRandom random) {
    List<MarketRecord> records = new ArrayList<>();
    for (int minute = 0; minute < 60; minute++) {
      for (String symbol : List.of("A", "B")) {
        double close = 10 + random.nextInt(10) / 100.0;
        if (random.nextInt(5) > 0) {
          double given = random.nextInt(12) == 0 ? 9 * close : close;
          records.add(record(records.size(), symbol, T0 + minute * MINUTE, MINUTE, given));
        }
        if (random.nextInt(8) == 0) {
          records.add(record(records.size(), symbol, T0 + minute * MINUTE, MINUTE, close));
        }
        // Of a bar that is given, of one that is not, of one that is refused.
        for (int i = random.nextInt(3); i > 0; i--) {
          long time = T0 + minute * MINUTE + random.nextInt(60_000);
          String id = "" + records.size();
          records.add(
              MarketRecord.of("t.csv", records.size(), Trade.of(symbol, time, id, close, 1)));
        }
      }
    }
    return records;
  }

  /** The same records, each not more than eight bars early or late. */
  private static List<MarketRecord> disordered(List<MarketRecord> records, long seed) {
    List<MarketRecord> disordered = new ArrayList<>();
    for (int from = 0; from < records.size(); from += 7) {
      List<MarketRecord> some =
          new ArrayList<>(records.subList(from, Math.min(from + 7, records.size())));
      Collections.shuffle(some, new Random(seed));
      disordered.addAll(some);
    }
    return disordered;
  }

  private static List<Bar> bySymbol(List<Bar> bars) {
    List<Bar> sorted = new ArrayList<>(bars);
    // Stable: of one symbol, in the order in which they came.
    sorted.sort(Comparator.comparing(Bar::symbol));
    return sorted;
  }

  private static MarketRecord trade(long ordinal, long since, String id, double price) {
    return MarketRecord.of("t.csv", ordinal, Trade.of("A", T0 + since, id, price, 1));
  }

  private static MarketRecord bar(long ordinal, int minute, double close) {
    return record(ordinal, "A", T0 + minute * MINUTE, MINUTE, close);
  }

  private static MarketRecord record(
      long ordinal, String symbol, long openTime, long length, double close) {
    return MarketRecord.of(
        "b.csv",
        ordinal,
        Bar.of(symbol, openTime, openTime + length, close, close, close, close, 1));
  }

  private static KeyedHarness harness() throws Exception {
    return KeyedHarness.open(operator());
  }

  private static KeyedHarness restored(KeyedHarness before) throws Exception {
    return before.restoreInto(operator());
  }

  private static KeyedProcessOperator<String, MarketRecord, Bar> operator() {
    return new KeyedProcessOperator<>(
        new BuildBars(new BarClock(MINUTE), JUMPS, 2 * MINUTE, QUALITY));
  }
}
