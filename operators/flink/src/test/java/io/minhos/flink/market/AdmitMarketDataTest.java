package io.minhos.flink.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minhos.domain.market.BarClock;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.market.Trade;
import io.minhos.flink.metrics.TradingMetric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmitMarketDataTest {

  private static final long MINUTE = 60_000;
  private static final long LATENESS = 5_000;
  private static final long FUTURE = 600_000;

  /** A bar boundary. */
  private static final long T0 = 1_700_000_040_000L;

  private static final String P0 = "trades-0";
  private static final String P1 = "trades-1";

  private static final int MAX_PARALLELISM = 128;

  @Test
  void admitsWhatIsWithinTheLatenessAndRefusesTheNextMillisecond() throws Exception {
    try (Harness harness = Harness.of(P0)) {
      harness.take(at(trade(P0, 1, T0), T0));
      harness.take(at(trade(P0, 2, T0 - LATENESS), T0));
      harness.take(at(trade(P0, 3, T0 - LATENESS - 1), T0));

      assertThat(harness.admitted()).extracting(MarketRecord::ordinal).containsExactly(1L, 2L);
      assertThat(harness.rejected())
          .containsExactly(
              trade(P0, 3, T0 - LATENESS - 1)
                  .record()
                  .reject(RejectCode.LATE, "behindMillis=5001 limit=5000"));
    }
  }

  @Test
  void stampsWhatItAdmitsWithItsEventTime() throws Exception {
    try (Harness harness = Harness.of(P0)) {
      harness.take(at(trade(P0, 1, T0 + 7), T0));
      assertThat(harness.records())
          .singleElement()
          .satisfies(r -> assertThat(r.getTimestamp()).isEqualTo(T0 + 7));
    }
  }

  @Test
  void judgesFutureByTheArrivalTimeWhereItIsKnown() throws Exception {
    try (Harness harness = Harness.of(P0)) {
      harness.take(at(trade(P0, 1, T0 + FUTURE + 1), T0));
      harness.take(at(trade(P0, 2, T0 + FUTURE), T0));
      // A gap of days is no reason for doubt: the record arrived just then.
      harness.take(at(trade(P0, 3, T0 + 500 * FUTURE), T0 + 500 * FUTURE));

      assertThat(harness.admitted()).extracting(MarketRecord::ordinal).containsExactly(2L, 3L);
      assertThat(harness.rejected())
          .singleElement()
          .satisfies(
              r -> {
                assertThat(r.code()).isEqualTo(RejectCode.FUTURE);
                assertThat(r.ordinal()).isEqualTo(1);
                assertThat(r.detail()).isEqualTo("aheadMillis=600001 limit=600000");
              });
    }
  }

  @Test
  void holdsTheFirstRecordUntilTheNextConfirmsIt() throws Exception {
    try (Harness harness = Harness.of(P0)) {
      harness.take(trade(P0, 1, T0));
      assertThat(harness.admitted()).isEmpty();
      assertThat(harness.watermarks()).isEmpty();

      harness.take(trade(P0, 2, T0 - LATENESS));
      assertThat(harness.admitted()).extracting(MarketRecord::ordinal).containsExactly(1L, 2L);
      assertThat(harness.rejected()).isEmpty();
    }
  }

  @Test
  void holdsWhatIsAheadAndAdmitsItWhenTheNextConfirmsIt() throws Exception {
    long weekend = T0 + 2_880 * MINUTE;
    try (Harness harness = Harness.of(P0)) {
      harness.take(trade(P0, 1, T0), trade(P0, 2, T0 + FUTURE));
      assertThat(harness.admitted()).hasSize(2);
      harness.take(trade(P0, 3, weekend));
      assertThat(harness.admitted()).hasSize(2);
      harness.take(trade(P0, 4, weekend - LATENESS));

      assertThat(harness.admitted())
          .extracting(MarketRecord::ordinal)
          .containsExactly(1L, 2L, 3L, 4L);
      assertThat(harness.rejected()).isEmpty();
      assertThat(harness.lastWatermark()).isEqualTo(weekend - MINUTE - 1);
    }
  }

  @Test
  void refusesALoneStrayAndLeavesTheClockWhereItWas() throws Exception {
    try (Harness harness = Harness.of(P0)) {
      harness.take(trade(P0, 1, T0), trade(P0, 2, T0 + 1));
      harness.take(trade(P0, 3, T0 + FUTURE + 2), trade(P0, 4, T0 + 2));

      assertThat(harness.admitted()).extracting(MarketRecord::ordinal).containsExactly(1L, 2L, 4L);
      assertThat(harness.rejected())
          .extracting(Rejection::code, Rejection::ordinal)
          .containsExactly(tuple(RejectCode.FUTURE, 3L));
      assertThat(harness.lastWatermark()).isLessThan(T0);
    }
  }

  @Test
  void decidesAtTheEndOfInputOnWhatItHolds() throws Exception {
    try (Harness harness = Harness.of(P0, P1)) {
      harness.take(trade(P0, 1, T0), trade(P0, 2, T0 + 1), trade(P0, 3, T0 + 2 * FUTURE));
      harness.take(trade(P1, 9, T0));

      harness.end();
      // All that a partition has is admitted; what nothing confirms is not.
      assertThat(harness.admitted()).extracting(MarketRecord::ordinal).containsExactly(1L, 2L, 9L);
      assertThat(harness.rejected()).extracting(Rejection::ordinal).containsExactly(3L);
      assertThat(harness.rejected()).extracting(Rejection::code).containsExactly(RejectCode.FUTURE);
      assertThat(harness.lastWatermark()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void refusesTheImpossibleForItselfAlone() throws Exception {
    MarketRecord negative = MarketRecord.of(P0, 3, Trade.of("A", T0 + 30 * FUTURE, "3", -5, 1));
    try (Harness harness = Harness.of(P0)) {
      harness.take(trade(P0, 1, T0), trade(P0, 2, T0 + FUTURE + 1));
      // Neither raises the high water nor confirms the record that is held.
      harness.take(Arrival.of(negative));
      harness.take(trade(P0, 4, T0 + 1));

      assertThat(harness.admitted()).extracting(MarketRecord::ordinal).containsExactly(1L, 4L);
      assertThat(harness.rejected())
          .extracting(Rejection::code, Rejection::ordinal)
          .containsExactly(tuple(RejectCode.NON_POSITIVE_PRICE, 3L), tuple(RejectCode.FUTURE, 2L));
      assertThat(harness.lastWatermark()).isLessThan(T0);
    }
  }

  @Test
  void handsOnWhatTheSourceCouldNotRead() throws Exception {
    Rejection unreadable = new Rejection(P0, 1, RejectCode.UNPARSABLE, "bytes=3", "", 0, "AAAA");
    try (Harness harness = Harness.of(P0)) {
      harness.take(Arrival.of(unreadable));
      assertThat(harness.rejected()).containsExactly(unreadable);
      assertThat(harness.admitted()).isEmpty();
      assertThat(harness.read()).isEqualTo(1);
    }
  }

  @Test
  void emitsWatermarksAtBarBoundariesAlone() throws Exception {
    try (Harness harness = Harness.of(P0)) {
      for (long time = T0; time <= T0 + 10 * MINUTE; time += 250) {
        harness.take(at(trade(P0, time, time), time));
      }
      List<Long> expected = new ArrayList<>();
      for (long boundary = T0 - MINUTE; boundary < T0 + 10 * MINUTE; boundary += MINUTE) {
        expected.add(boundary - 1);
      }
      assertThat(harness.watermarks()).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void passesABoundaryWithTheFirstRecordThatIsTheLatenessBehindIt() throws Exception {
    try (Harness harness = Harness.of(P0)) {
      harness.take(at(trade(P0, 1, T0 + LATENESS - 1), T0));
      assertThat(harness.lastWatermark()).isEqualTo(T0 - MINUTE - 1);
      harness.take(at(trade(P0, 2, T0 + LATENESS), T0));
      assertThat(harness.lastWatermark()).isEqualTo(T0 - 1);
    }
  }

  @Test
  void holdsTheWatermarkAtThePartitionThatIsFurthestBehind() throws Exception {
    try (Harness harness = Harness.of(P0, P1)) {
      harness.take(at(trade(P0, 1, T0 + 10 * MINUTE), T0 + 10 * MINUTE));
      // The other partition has said nothing yet: anything may still come from there.
      assertThat(harness.watermarks()).isEmpty();

      harness.take(at(trade(P1, 1, T0 + 2 * MINUTE), T0 + 10 * MINUTE));
      assertThat(harness.watermarks()).containsExactly(T0 + MINUTE - 1);
      harness.take(at(trade(P0, 2, T0 + 20 * MINUTE), T0 + 20 * MINUTE));
      assertThat(harness.watermarks()).containsExactly(T0 + MINUTE - 1);
      harness.take(at(trade(P1, 2, T0 + 15 * MINUTE), T0 + 20 * MINUTE));
      assertThat(harness.watermarks()).containsExactly(T0 + MINUTE - 1, T0 + 14 * MINUTE - 1);
    }
  }

  @Test
  void raisesTheHighWaterByMarkersAndHandsNoneOn() throws Exception {
    try (Harness harness = Harness.of(P0, P1)) {
      harness.take(at(trade(P0, 1, T0 + 3 * MINUTE), T0 + 3 * MINUTE));
      harness.take(at(marker(P1, 1, T0 + 2 * MINUTE), T0 + 3 * MINUTE));
      assertThat(harness.lastWatermark()).isEqualTo(T0 + MINUTE - 1);

      // What is behind a marker is as late as behind a record.
      harness.take(at(trade(P1, 2, T0 + 2 * MINUTE - LATENESS - 1), T0 + 3 * MINUTE));
      assertThat(harness.admitted()).extracting(MarketRecord::source).containsExactly(P0);
      assertThat(harness.rejected()).extracting(Rejection::code).containsExactly(RejectCode.LATE);
      assertThat(harness.read()).isEqualTo(2);
    }
  }

  @Test
  void letsAMarkerConfirmWhatIsHeld() throws Exception {
    try (Harness harness = Harness.of(P0)) {
      harness.take(trade(P0, 1, T0), marker(P0, 2, T0));
      assertThat(harness.admitted()).hasSize(1);
      // A marker that is ahead is held like a record, and vanishes if nothing confirms it.
      harness.take(marker(P0, 3, T0 + 9 * FUTURE), trade(P0, 4, T0 + 1));
      assertThat(harness.admitted()).hasSize(2);
      assertThat(harness.rejected()).isEmpty();
      assertThat(harness.lastWatermark()).isLessThan(T0);
      // As the publisher sends it at the end.
      harness.take(marker(P0, 5, T0 + 9 * FUTURE), marker(P0, 6, T0 + 9 * FUTURE));
      assertThat(harness.lastWatermark()).isEqualTo(T0 + 9 * FUTURE - MINUTE - 1);
    }
  }

  @Test
  void hearsNothingOfTheSourcesWatermarksAndIdlenessButTheEnd() throws Exception {
    try (Harness harness = Harness.of(P0)) {
      harness.inner.processWatermark(T0 + 5 * MINUTE);
      harness.inner.processWatermarkStatus(WatermarkStatus.IDLE);
      harness.inner.processWatermarkStatus(WatermarkStatus.ACTIVE);
      assertThat(harness.inner.getOutput()).isEmpty();

      harness.inner.processWatermark(Watermark.MAX_WATERMARK);
      assertThat(harness.watermarks()).containsExactly(Long.MAX_VALUE);
    }
  }

  @Test
  void declaresASubtaskIdleThatOwnsNoPartition() throws Exception {
    int parallelism = 4;
    int owner = owner(P0, parallelism);
    for (int subtask = 0; subtask < parallelism; subtask++) {
      try (Harness harness = Harness.of(parallelism, subtask, null, P0)) {
        if (subtask == owner) {
          assertThat(harness.inner.getOutput()).isEmpty();
        } else {
          assertThat(harness.inner.getOutput()).containsExactly(WatermarkStatus.IDLE);
        }
      }
    }
  }

  @Test
  void waitsOnlyForThePartitionsThatItOwns() throws Exception {
    String[] partitions = {P0, P1, "trades-2", "trades-3", "trades-4", "trades-5"};
    int parallelism = 2;
    for (int subtask = 0; subtask < parallelism; subtask++) {
      int me = subtask;
      List<String> mine =
          List.of(partitions).stream().filter(p -> owner(p, parallelism) == me).toList();
      assertThat(mine).isNotEmpty();
      try (Harness harness = Harness.of(parallelism, subtask, null, partitions)) {
        for (String partition : mine) {
          assertThat(harness.watermarks()).isEmpty();
          harness.take(at(marker(partition, 1, T0 + MINUTE), T0 + MINUTE));
        }
        assertThat(harness.watermarks()).containsExactly(T0 - 1);
      }
    }
  }

  @Test
  void keepsHighWaterAndHeldRecordOverARestore() throws Exception {
    OperatorSubtaskState state;
    try (Harness before = Harness.of(P0, P1)) {
      before.take(at(trade(P0, 1, T0 + 2 * MINUTE), T0 + 2 * MINUTE));
      before.take(trade(P1, 1, T0 + 2 * MINUTE), trade(P1, 2, T0 + 2 * MINUTE));
      before.take(trade(P1, 3, T0 + 9 * FUTURE));
      state = before.inner.snapshot(1, 1);
    }
    try (Harness after = Harness.of(1, 0, state, P0, P1)) {
      assertThat(after.inner.getOutput()).isEmpty();
      after.take(at(trade(P0, 2, T0 + 2 * MINUTE - LATENESS - 1), T0 + 2 * MINUTE));
      assertThat(after.rejected()).extracting(Rejection::code).containsExactly(RejectCode.LATE);
      // The watermark is where it was, at the first record, whatever becomes of that.
      assertThat(after.watermarks()).containsExactly(T0 + MINUTE - 1);

      after.take(trade(P1, 4, T0 + 9 * FUTURE));
      assertThat(after.admitted()).extracting(MarketRecord::ordinal).containsExactly(3L, 4L);
    }
  }

  @Test
  void refusesAfterARestoreTheHeldRecordThatNothingConfirms() throws Exception {
    OperatorSubtaskState state;
    try (Harness before = Harness.of(P0)) {
      before.take(trade(P0, 1, T0), trade(P0, 2, T0), trade(P0, 3, T0 + 9 * FUTURE));
      state = before.inner.snapshot(1, 1);
    }
    try (Harness next = Harness.of(1, 0, state, P0)) {
      next.take(trade(P0, 4, T0));
      assertThat(next.rejected()).extracting(Rejection::ordinal).containsExactly(3L);
    }
    try (Harness end = Harness.of(1, 0, state, P0)) {
      end.end();
      assertThat(end.rejected()).extracting(Rejection::ordinal).containsExactly(3L);
    }
  }

  @Test
  void asksForMarksWherePartitionsLagBehindTheClockPastABarsEndAndTheLateness() throws Exception {
    try (Harness harness = Harness.marking(T0 + LATENESS, P0, P1)) {
      harness.take(at(trade(P0, 1, T0 + MINUTE + LATENESS), T0 + MINUTE));
      harness.take(at(trade(P1, 1, T0 + MINUTE + LATENESS - 1), T0 + MINUTE));
      harness.inner.setProcessingTime(T0 + MINUTE + LATENESS - 1);
      assertThat(harness.marks()).isEmpty();

      harness.inner.setProcessingTime(T0 + MINUTE + LATENESS);
      assertThat(harness.marks()).containsExactly(new PartitionMark(P1, T0 + MINUTE + LATENESS));
      // The clock decides nothing: not before the mark comes back in the log.
      assertThat(harness.lastWatermark()).isEqualTo(T0 - 1);
      harness.take(at(marker(P1, 2, T0 + MINUTE + LATENESS), T0 + MINUTE + LATENESS));
      assertThat(harness.lastWatermark()).isEqualTo(T0 + MINUTE - 1);

      harness.inner.setProcessingTime(T0 + 2 * MINUTE + LATENESS);
      assertThat(harness.marks())
          .containsExactlyInAnyOrder(
              new PartitionMark(P1, T0 + MINUTE + LATENESS),
              new PartitionMark(P0, T0 + 2 * MINUTE + LATENESS),
              new PartitionMark(P1, T0 + 2 * MINUTE + LATENESS));
    }
  }

  @Test
  void asksForNoMarksWhereOldDataArePlayedAgain() throws Exception {
    try (Harness harness = Harness.of(P0)) {
      harness.inner.setProcessingTime(T0 + 99 * MINUTE);
      assertThat(harness.marks()).isEmpty();
    }
  }

  /** Each partition's state follows its key to whichever subtask owns it then. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void goesOnTheSameAtAnotherParallelism(int parallelism) throws Exception {
    String[] partitions = IntStream.range(0, 6).mapToObj(p -> "trades-" + p).toArray(String[]::new);
    SplittableRandom random = new SplittableRandom(11);
    Map<String, List<Arrival>> logs = new TreeMap<>();
    for (String partition : partitions) {
      logs.put(partition, log(partition, random.split(), 400));
    }
    Map<String, Fate> expected = new TreeMap<>();
    OperatorSubtaskState state;
    try (Harness whole = Harness.of(partitions);
        Harness first = Harness.of(partitions)) {
      for (List<Arrival> log : logs.values()) {
        whole.take(log);
        first.take(log.subList(0, 200));
      }
      whole.end();
      whole.fates(expected);
      state = first.inner.snapshot(1, 1);

      Map<String, Fate> actual = new TreeMap<>();
      first.fates(actual);
      for (int subtask = 0; subtask < parallelism; subtask++) {
        int me = subtask;
        OperatorSubtaskState mine =
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                state, MAX_PARALLELISM, 1, parallelism, subtask);
        try (Harness second = Harness.of(parallelism, subtask, mine, partitions)) {
          for (String partition : partitions) {
            if (owner(partition, parallelism) == me) {
              second.take(logs.get(partition).subList(200, 400));
            }
          }
          second.end();
          second.fates(actual);
        }
      }
      assertThat(actual).isEqualTo(expected);
    }
  }

  /** Nothing depends on the order of arrival between partitions. */
  @Test
  void judgesTheSameWhateverTheInterleavingOfPartitions() throws Exception {
    String[] partitions = IntStream.range(0, 4).mapToObj(p -> "trades-" + p).toArray(String[]::new);
    for (int seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Map<String, List<Arrival>> logs = new TreeMap<>();
      for (String partition : partitions) {
        logs.put(partition, log(partition, random.split(), 50 + random.nextInt(100)));
      }
      Map<String, Fate> expected = new TreeMap<>();
      Map<RejectCode, Long> codes = new HashMap<>();
      long watermark;
      long read;
      try (Harness oneByOne = Harness.of(partitions)) {
        for (List<Arrival> log : logs.values()) {
          oneByOne.take(log);
        }
        watermark = oneByOne.lastWatermark();
        oneByOne.end();
        oneByOne.assertNothingIsLate();
        oneByOne.fates(expected);
        oneByOne.rejected().forEach(r -> codes.merge(r.code(), 1L, Long::sum));
        read = oneByOne.read();
        assertThat(read)
            .isEqualTo(
                logs.values().stream().flatMap(List::stream).filter(a -> !isMarker(a)).count())
            .isEqualTo(oneByOne.admitted().size() + oneByOne.rejected().size());
      }
      assertThat(codes)
          .as("seed %d exercises the rules", seed)
          .containsKeys(RejectCode.LATE, RejectCode.FUTURE, RejectCode.NOT_FINITE);
      for (int shuffle = 0; shuffle < 3; shuffle++) {
        try (Harness shuffled = Harness.of(partitions)) {
          shuffled.take(interleaved(logs, random));
          assertThat(shuffled.lastWatermark()).as("seed %d", seed).isEqualTo(watermark);
          shuffled.end();
          shuffled.assertNothingIsLate();
          Map<String, Fate> actual = new TreeMap<>();
          shuffled.fates(actual);
          assertThat(actual).as("seed %d", seed).isEqualTo(expected);
          assertThat(shuffled.read()).isEqualTo(read);
        }
      }
    }
  }

  /** A partition's log: steady time with disorder, strays both ways, gaps, dirt and markers. */
  private static List<Arrival> log(String partition, SplittableRandom random, int size) {
    boolean arrivalTime = random.nextBoolean();
    List<Arrival> log = new ArrayList<>(size);
    long now = T0 + random.nextInt(30_000);
    for (int i = 0; i < size; i++) {
      now += random.nextInt(8_000);
      if (random.nextInt(40) == 0) {
        now += 3 * FUTURE;
      }
      Arrival next =
          switch (random.nextInt(12)) {
            case 0 -> trade(partition, i, now + FUTURE + 1 + random.nextInt(1_000_000));
            case 1 -> trade(partition, i, now - LATENESS - 1_000 - random.nextInt(1_000_000));
            case 2 ->
                Arrival.of(
                    MarketRecord.of(partition, i, Trade.of("A", now, "" + i, Double.NaN, 1)));
            case 3, 4 -> marker(partition, i, now);
            default -> trade(partition, i, now - random.nextInt((int) LATENESS / 2));
          };
      log.add(arrivalTime ? next.at(now) : next);
    }
    return log;
  }

  /** All logs in one, each in its own order. */
  private static List<Arrival> interleaved(
      Map<String, List<Arrival>> logs, SplittableRandom random) {
    List<List<Arrival>> left = new ArrayList<>(logs.values());
    int[] next = new int[left.size()];
    List<Arrival> all = new ArrayList<>();
    int total = left.stream().mapToInt(List::size).sum();
    while (all.size() < total) {
      int log = random.nextInt(left.size());
      int burst = 1 + random.nextInt(20);
      for (int i = 0; i < burst && next[log] < left.get(log).size(); i++) {
        all.add(left.get(log).get(next[log]++));
      }
    }
    return all;
  }

  private static boolean isMarker(Arrival arrival) {
    return arrival.record() != null && arrival.record().isMarker();
  }

  private static Arrival trade(String partition, long ordinal, long time) {
    return Arrival.of(
        MarketRecord.of(partition, ordinal, Trade.of("A", time, "" + ordinal, 100, 1)));
  }

  private static Arrival marker(String partition, long ordinal, long time) {
    return Arrival.of(MarketRecord.marker(partition, ordinal, time));
  }

  private static Arrival at(Arrival arrival, long time) {
    return arrival.at(time);
  }

  private static int owner(String partition, int parallelism) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        partition, MAX_PARALLELISM, parallelism);
  }

  /** What became of a partition's records, in the order in which it was decided. */
  private record Fate(List<MarketRecord> admitted, List<Rejection> rejected) {
    Fate() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  /** One subtask of the operator. */
  private static final class Harness implements AutoCloseable {

    final KeyedOneInputStreamOperatorTestHarness<String, Arrival, MarketRecord> inner;

    private Harness(KeyedOneInputStreamOperatorTestHarness<String, Arrival, MarketRecord> inner) {
      this.inner = inner;
    }

    static Harness of(String... partitions) throws Exception {
      return of(1, 0, null, partitions);
    }

    static Harness of(
        int parallelism, int subtask, OperatorSubtaskState restored, String... partitions)
        throws Exception {
      return open(parallelism, subtask, restored, false, T0, partitions);
    }

    static Harness marking(long now, String... partitions) throws Exception {
      return open(1, 0, null, true, now, partitions);
    }

    private static Harness open(
        int parallelism,
        int subtask,
        OperatorSubtaskState restored,
        boolean marking,
        long now,
        String... partitions)
        throws Exception {
      AdmitMarketData operator =
          new AdmitMarketData(
              new PartitionAdmission(LATENESS, FUTURE, FUTURE),
              new Instruments(Map.of(), new Instrument(0.01, 0.01, false), false),
              new BarClock(MINUTE),
              List.of(partitions),
              marking);
      var inner =
          new KeyedOneInputStreamOperatorTestHarness<>(
              operator, Arrival::source, Types.STRING, MAX_PARALLELISM, parallelism, subtask);
      if (restored != null) {
        inner.initializeState(restored);
      }
      inner.setProcessingTime(now);
      inner.open();
      return new Harness(inner);
    }

    void take(Arrival... arrivals) throws Exception {
      take(List.of(arrivals));
    }

    void take(Collection<Arrival> arrivals) throws Exception {
      for (Arrival arrival : arrivals) {
        inner.processElement(new StreamRecord<>(arrival));
      }
    }

    /** As a bounded source ends. */
    void end() throws Exception {
      inner.processWatermark(Watermark.MAX_WATERMARK);
    }

    List<StreamRecord<? extends MarketRecord>> records() {
      return inner.extractOutputStreamRecords();
    }

    List<MarketRecord> admitted() {
      return inner.extractOutputValues();
    }

    List<Rejection> rejected() {
      var side = inner.getSideOutput(Rejects.TAG);
      return side == null ? List.of() : side.stream().map(StreamRecord::getValue).toList();
    }

    List<PartitionMark> marks() {
      var side = inner.getSideOutput(AdmitMarketData.MARKS);
      return side == null ? List.of() : side.stream().map(StreamRecord::getValue).toList();
    }

    List<Long> watermarks() {
      return inner.getOutput().stream()
          .filter(Watermark.class::isInstance)
          .map(w -> ((Watermark) w).getTimestamp())
          .toList();
    }

    long lastWatermark() {
      return watermarks().stream().max(Comparator.naturalOrder()).orElse(Long.MIN_VALUE);
    }

    long read() {
      return inner
          .getOperator()
          .getRuntimeContext()
          .getLongCounter(TradingMetric.RECORDS_READ.id())
          .getLocalValue();
    }

    void fates(Map<String, Fate> into) {
      admitted().forEach(r -> into.computeIfAbsent(r.source(), s -> new Fate()).admitted().add(r));
      rejected().forEach(r -> into.computeIfAbsent(r.source(), s -> new Fate()).rejected().add(r));
    }

    void assertNothingIsLate() {
      long watermark = Long.MIN_VALUE;
      for (Object element : inner.getOutput()) {
        if (element instanceof Watermark mark) {
          assertThat(mark.getTimestamp()).isGreaterThan(watermark);
          watermark = mark.getTimestamp();
        } else if (element instanceof StreamRecord<?> record && watermark != Long.MAX_VALUE) {
          assertThat(record.getTimestamp()).isGreaterThan(watermark);
        }
      }
    }

    @Override
    public void close() {
      try {
        inner.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
