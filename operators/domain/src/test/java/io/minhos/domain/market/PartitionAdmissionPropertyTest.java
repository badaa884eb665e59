package io.minhos.domain.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.market.PartitionAdmission.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What must hold whatever a partition sends. */
class PartitionAdmissionPropertyTest {

  private static final long DAY = 86_400_000;

  /** A record: its event time, and its arrival or {@link PartitionAdmission#UNKNOWN_ARRIVAL}. */
  record Sent(long time, long arrival) {}

  /** Bounds so small that every verdict comes up, and any times at all, damaged ones included. */
  @Provide
  Arbitrary<List<Sent>> anything() {
    Arbitrary<Long> times =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.longs().between(-60, 60)), Tuple.of(1, Arbitraries.longs()));
    Arbitrary<Long> arrivals =
        Arbitraries.oneOf(
            Arbitraries.just(PartitionAdmission.UNKNOWN_ARRIVAL),
            Arbitraries.longs().between(-60, 60));
    return Combinators.combine(times, arrivals).as(Sent::new).list().ofMaxSize(60);
  }

  @Provide
  Arbitrary<PartitionAdmission> admissions() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 12),
            Arbitraries.longs().between(1, 30),
            Arbitraries.longs().between(0, 30))
        .as(PartitionAdmission::new);
  }

  /** Records without arrival, each at most 10 behind the highest before and 20 ahead of it. */
  @Provide
  Arbitrary<List<Long>> inBounds() {
    return Arbitraries.longs()
        .between(-10, 20)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40)
        .map(
            steps -> {
              List<Long> times = new ArrayList<>(List.of(1_000L));
              for (long step : steps) {
                times.add(Collections.max(times) + step);
              }
              return times;
            });
  }

  @Property(tries = 1_000)
  void nothingIsAdmittedAtOrBehindTheWatermark(
      @ForAll("admissions") PartitionAdmission admission, @ForAll("anything") List<Sent> sent) {
    Partition partition = new Partition(admission);
    long watermark = Long.MIN_VALUE;
    int judged = 0;
    for (Sent record : sent) {
      partition.take(record);
      for (; judged < partition.decided.size(); judged++) {
        Decided decided = partition.decided.get(judged);
        if (decided.verdict == Verdict.ADMIT) {
          assertThat(decided.time).isGreaterThan(watermark);
          assertThat(decided.time).isGreaterThan(decided.watermarkBefore);
        }
      }
      assertThat(partition.watermark()).isGreaterThanOrEqualTo(watermark);
      watermark = partition.watermark();
    }
  }

  @Property(tries = 500)
  void everyRecordIsDecidedOnceAndInItsOrder(
      @ForAll("admissions") PartitionAdmission admission, @ForAll("anything") List<Sent> sent) {
    assertThat(run(admission, sent))
        .extracting(Decided::time)
        .containsExactlyElementsOf(sent.stream().map(Sent::time).toList());
  }

  /** A verdict never changes by what comes later, but for the one that waits for the next. */
  @Property(tries = 500)
  void whatComesLaterChangesNoVerdict(
      @ForAll("admissions") PartitionAdmission admission,
      @ForAll("anything") List<Sent> sent,
      @ForAll @IntRange(max = 60) int cut) {
    Partition part = new Partition(admission);
    sent.subList(0, Math.min(cut, sent.size())).forEach(part::take);
    assertThat(run(admission, sent).subList(0, part.decided.size())).isEqualTo(part.decided);
  }

  @Property(tries = 500)
  void aLoneRecordFarAheadMovesNothing(
      @ForAll("inBounds") List<Long> times,
      @ForAll @IntRange(max = 40) int where,
      @ForAll @LongRange(min = 1, max = 1_000 * DAY) long ahead) {
    PartitionAdmission admission = new PartitionAdmission(10, 20, 20);
    List<Decided> expected = run(admission, unknownArrivals(times));
    assertThat(expected).extracting(Decided::verdict).containsOnly(Verdict.ADMIT);

    int at = Math.min(where, times.size());
    List<Long> strayed = new ArrayList<>(times);
    strayed.add(at, Collections.max(times) + 20 + 10 + ahead);
    List<Decided> decided = run(admission, unknownArrivals(strayed));
    assertThat(decided.get(at).verdict).isEqualTo(Verdict.FUTURE);
    decided.remove(at);
    assertThat(decided).isEqualTo(expected);
  }

  @Property(tries = 500)
  void aGapThatTheNextRecordConfirmsRefusesNothing(
      @ForAll("inBounds") List<Long> times,
      @ForAll("inBounds") List<Long> after,
      @ForAll @LongRange(min = 1, max = 1_000) long days) {
    List<Long> all = new ArrayList<>(times);
    after.forEach(time -> all.add(time + days * DAY));
    assertThat(run(new PartitionAdmission(10, 20, 20), unknownArrivals(all)))
        .extracting(Decided::verdict)
        .containsOnly(Verdict.ADMIT);
  }

  private static List<Sent> unknownArrivals(List<Long> times) {
    return times.stream().map(t -> new Sent(t, PartitionAdmission.UNKNOWN_ARRIVAL)).toList();
  }

  private static List<Decided> run(PartitionAdmission admission, List<Sent> sent) {
    Partition partition = new Partition(admission);
    sent.forEach(partition::take);
    partition.end();
    return partition.decided;
  }

  private record Decided(long time, Verdict verdict, long watermarkBefore) {}

  /** One partition: its high water and the record that it holds, as sources keep them. */
  private static final class Partition {

    private final PartitionAdmission admission;
    private final List<Decided> decided = new ArrayList<>();
    private long highWater = PartitionAdmission.NOTHING_ADMITTED;
    private Long held;

    Partition(PartitionAdmission admission) {
      this.admission = admission;
    }

    void take(Sent record) {
      if (held != null) {
        settle(held, admission.judgeHeld(held, record.time));
        held = null;
      }
      Verdict verdict = admission.judge(highWater, record.time, record.arrival);
      if (verdict == Verdict.HOLD) {
        held = record.time;
      } else {
        settle(record.time, verdict);
      }
    }

    void end() {
      if (held != null) {
        settle(held, admission.judgeHeldAtEnd(highWater));
        held = null;
      }
    }

    long watermark() {
      return admission.watermark(highWater);
    }

    private void settle(long time, Verdict verdict) {
      decided.add(new Decided(time, verdict, watermark()));
      if (verdict == Verdict.ADMIT) {
        highWater = Math.max(highWater, time);
      }
    }
  }
}
