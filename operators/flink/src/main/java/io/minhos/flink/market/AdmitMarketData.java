package io.minhos.flink.market;

import io.minhos.domain.market.BarClock;
import io.minhos.domain.market.BoundaryMarks;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.PartitionAdmission.Verdict;
import io.minhos.domain.market.RecordChecks;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Decides what of a topic is admitted, and drives the watermark, both by {@link
 * PartitionAdmission}. Keyed by partition, so that a partition's fate hangs on its own records
 * alone. A custom operator, since only an operator may emit watermarks that follow keyed state.
 *
 * <p>A subtask's watermark is the lowest over the partitions whose key it owns; a partition that
 * has said nothing yet holds it back. A subtask that owns none is idle: a fact of the key groups,
 * not of a clock.
 *
 * <p>Where data arrive as they happen, the operator also asks for a marker in each partition that
 * has not passed a bar's end when the clock has, by {@link #MARKS}: into the log, never past it. So
 * the clock writes what the partition says, and what is decided follows from the log alone.
 *
 * <p>In a batch job one partition comes after the other, each sorted by the timestamps of its
 * arrivals, which have to be its order: their offsets. What a partition holds at its end is settled
 * by a timer at the end of time, which fires there behind the partition's last record.
 */
public final class AdmitMarketData extends AbstractStreamOperator<MarketRecord>
    implements OneInputStreamOperator<Arrival, MarketRecord>, Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1L;

  /** Markers to be appended to the partitions that they name. */
  public static final OutputTag<PartitionMark> MARKS =
      new OutputTag<>("partition-marks", TypeInformation.of(PartitionMark.class));

  static final ValueStateDescriptor<Long> HIGH_WATER =
      new ValueStateDescriptor<>("partition-high-water", Types.LONG);
  static final ValueStateDescriptor<MarketRecord> HELD =
      new ValueStateDescriptor<>("held-record", MarketRecord.class);

  private final PartitionAdmission admission;
  private final Instruments instruments;
  private final BarClock clock;
  private final List<String> partitions;
  private final boolean marking;

  private transient BoundaryMarks marks;
  private transient ValueState<Long> highWater;
  private transient ValueState<MarketRecord> held;
  private transient InternalTimerService<VoidNamespace> ends;
  private transient RecordChecks checks;
  private transient Counts counts;

  /** High waters of the partitions that this subtask owns; a copy of what the state holds. */
  private transient Map<String, Long> owned;

  private transient volatile long emitted;

  /**
   * @param partitions names of all partitions, which are the keys
   * @param marking whether data arrive as they happen, so that a partition which says nothing is to
   *     be marked; not where old data are played again
   */
  public AdmitMarketData(
      PartitionAdmission admission,
      Instruments instruments,
      BarClock clock,
      List<String> partitions,
      boolean marking) {
    this.admission = admission;
    this.instruments = instruments;
    this.clock = clock;
    this.partitions = List.copyOf(partitions);
    this.marking = marking;
  }

  @Override
  public void open() throws Exception {
    super.open();
    highWater = getRuntimeContext().getState(HIGH_WATER);
    held = getRuntimeContext().getState(HELD);
    ends = getInternalTimerService("partition-ends", VoidNamespaceSerializer.INSTANCE, this);
    checks = new RecordChecks(instruments);
    counts = new Counts(getRuntimeContext());
    emitted = Long.MIN_VALUE;
    owned = new TreeMap<>();
    var task = getRuntimeContext().getTaskInfo();
    for (String partition : partitions) {
      int owner =
          KeyGroupRangeAssignment.assignKeyToParallelOperator(
              partition, task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks());
      if (owner == task.getIndexOfThisSubtask()) {
        setCurrentKey(partition);
        Long restored = highWater.value();
        owned.put(partition, restored == null ? PartitionAdmission.NOTHING_ADMITTED : restored);
      }
    }
    // Measured, never decided upon; NaN until there is a watermark.
    getMetricGroup()
        .addGroup(TradingMetric.GROUP)
        .gauge(
            TradingMetric.EVENT_TIME_LAG.id(),
            (Gauge<Double>)
                () ->
                    emitted == Long.MIN_VALUE
                        ? Double.NaN
                        : (System.currentTimeMillis() - emitted) / 1_000.0);
    if (owned.isEmpty()) {
      output.emitWatermarkStatus(WatermarkStatus.IDLE);
    } else if (marking) {
      marks = new BoundaryMarks(clock, admission.latenessMillis());
      awaitMark();
    }
  }

  private void awaitMark() {
    long next = marks.next(getProcessingTimeService().getCurrentProcessingTime());
    var unused = getProcessingTimeService().registerTimer(next, this::mark);
  }

  private void mark(long time) {
    owned.forEach(
        (partition, water) -> {
          if (water < time) {
            output.collect(MARKS, new StreamRecord<>(new PartitionMark(partition, time)));
          }
        });
    awaitMark();
  }

  @Override
  public void processElement(StreamRecord<Arrival> element) throws Exception {
    Arrival arrival = element.getValue();
    if (arrival.rejection() != null) {
      counts.add(TradingMetric.RECORDS_READ);
      reject(arrival.rejection());
      return;
    }
    MarketRecord record = arrival.record();
    if (!record.isMarker()) {
      counts.add(TradingMetric.RECORDS_READ);
    }
    Optional<Rejection> impossible = checks.check(record);
    if (impossible.isPresent()) {
      reject(impossible.get());
      return;
    }
    MarketRecord waiting = held.value();
    if (waiting != null) {
      settle(
          waiting,
          PartitionAdmission.UNKNOWN_ARRIVAL,
          admission.judgeHeld(waiting.time(), record.time()));
      held.clear();
    }
    Verdict verdict = admission.judge(water(), record.time(), arrival.arrivalTime());
    if (verdict == Verdict.HOLD) {
      held.update(record);
      ends.registerEventTimeTimer(VoidNamespace.INSTANCE, Long.MAX_VALUE);
    } else {
      settle(record, arrival.arrivalTime(), verdict);
    }
    advance();
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    // Sources give none but the last; time here is what the partitions' own records say.
    if (watermark.equals(Watermark.MAX_WATERMARK)) {
      super.processWatermark(watermark);
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    // Whether a partition is idle is in its log, as boundary markers, not in the source's clock.
  }

  /** The partition has come to its end. */
  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> end) throws Exception {
    MarketRecord waiting = held.value();
    if (waiting != null) {
      settle(waiting, PartitionAdmission.UNKNOWN_ARRIVAL, admission.judgeHeldAtEnd(water()));
      held.clear();
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no such timer is registered: " + timer);
  }

  private long water() throws Exception {
    Long water = highWater.value();
    return water == null ? PartitionAdmission.NOTHING_ADMITTED : water;
  }

  private void settle(MarketRecord record, long arrival, Verdict verdict) throws Exception {
    long water = water();
    if (verdict == Verdict.ADMIT) {
      if (record.time() > water) {
        highWater.update(record.time());
        owned.put(record.source(), record.time());
      }
      if (!record.isMarker()) {
        output.collect(new StreamRecord<>(record, record.time()));
      }
    } else if (!record.isMarker()) {
      reject(
          record.reject(
              RejectCode.valueOf(verdict.name()),
              admission.detail(verdict, water, record.time(), arrival)));
    }
  }

  private void reject(Rejection rejection) {
    output.collect(Rejects.TAG, new StreamRecord<>(rejection));
  }

  private void advance() {
    long lowest = Long.MAX_VALUE;
    for (long water : owned.values()) {
      lowest = Math.min(lowest, admission.watermark(water));
    }
    long boundary = clock.lastBoundary(lowest);
    if (boundary > emitted) {
      emitted = boundary;
      output.emitWatermark(new Watermark(boundary));
    }
  }
}
