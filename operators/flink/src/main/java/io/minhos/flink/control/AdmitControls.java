package io.minhos.flink.control;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.control.Command;
import io.minhos.domain.control.CommandTargets;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.control.ScheduledRelease;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.flink.market.Rejects;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Reads the control log in its order, at parallelism 1, and says from when each release and each
 * command is in force: from its {@code effectiveFrom}, but never at or before a heartbeat that
 * stands ahead of it in the log, for the bars of that time may have been decided. A pure function
 * of the log.
 *
 * <p>Each release is checked once, here, beside the thread that serves the log; a heartbeat waits
 * only for the checks of releases that would be in force at its bar. One that cannot serve makes an
 * alert, and what was in force goes on. So does one whose check fails by a fault of its own, errors
 * included: the entry stays in the log, and the job would fail at it for ever.
 *
 * <p>Each command is answered. One that lacks something, names what is not there or comes after its
 * own end is refused, and is among the rejects too. A job that goes on from a savepoint of before
 * versions were remembered refuses no version: the log may have named it before that.
 */
public final class AdmitControls extends AbstractStreamOperator<AdmittedControl>
    implements OneInputStreamOperator<ControlArrival, AdmittedControl>, BoundedOneInput {

  public static final OutputTag<Alert> ALERTS =
      new OutputTag<>("control-alerts", TypeInformation.of(Alert.class));

  public static final OutputTag<HeldAcknowledgement> ACKNOWLEDGEMENTS =
      new OutputTag<>("acknowledgements", TypeInformation.of(HeldAcknowledgement.class));

  static final ListStateDescriptor<Long> HEARTBEAT =
      new ListStateDescriptor<>("highest-heartbeat", Types.LONG);
  static final ListStateDescriptor<ScheduledRelease> PENDING =
      new ListStateDescriptor<>("pending-releases", ScheduledRelease.class);

  /** Of the releases that the log has named, as {@code model#version}. */
  static final ListStateDescriptor<String> ANNOUNCED =
      new ListStateDescriptor<>("announced-releases", Types.STRING);

  /** Among these where all that the log holds was followed: else a version may have been named. */
  private static final String FROM_THE_BEGINNING = "";

  private static final long serialVersionUID = 1L;
  private static final String REFUSED = "RELEASE_REFUSED";

  private final ReleaseCheck check;
  private final CommandTargets targets;

  private transient ListState<Long> heartbeatState;
  private transient ListState<ScheduledRelease> pendingState;
  private transient ListState<String> announcedState;
  private transient long heartbeat;
  private transient List<Pending> pending;
  private transient NavigableSet<String> announced;
  private transient ExecutorService checker;
  private transient Counts counts;

  /** A release whose check is under way; it ends with the refusal, empty if it may serve. */
  private record Pending(ScheduledRelease release, CompletableFuture<Optional<String>> refusal) {}

  /**
   * @param check of releases
   * @param targets what commands may name
   */
  public AdmitControls(ReleaseCheck check, CommandTargets targets) {
    this.check = check;
    this.targets = targets;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    heartbeatState = context.getOperatorStateStore().getListState(HEARTBEAT);
    pendingState = context.getOperatorStateStore().getListState(PENDING);
    announcedState = context.getOperatorStateStore().getListState(ANNOUNCED);
    checker =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "release-check");
              thread.setDaemon(true);
              return thread;
            });
    heartbeat = Long.MIN_VALUE;
    for (long known : heartbeatState.get()) {
      heartbeat = Math.max(heartbeat, known);
    }
    announced = new TreeSet<>();
    announcedState.get().forEach(announced::add);
    if (!context.isRestored()) {
      announced.add(FROM_THE_BEGINNING);
    }
    pending = new ArrayList<>();
    for (ScheduledRelease release : pendingState.get()) {
      pending.add(checking(release));
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    counts = new Counts(getRuntimeContext());
    counts.begin(TradingMetric.ALERTS, REFUSED);
  }

  @Override
  public void processElement(StreamRecord<ControlArrival> element) {
    ControlArrival arrival = element.getValue();
    if (arrival.rejection() != null) {
      reject(arrival.rejection());
      return;
    }
    ControlEntry entry = arrival.entry();
    Optional<String> flaw = entry.flaw();
    if (flaw.isPresent()) {
      refuse(arrival, flaw.get());
    } else if (entry.type() == ControlType.HEARTBEAT) {
      heartbeat = Math.max(heartbeat, entry.effectiveFromMillis());
    } else if (entry.type().isCommand()) {
      Command command = Command.of(entry, from(entry), arrival.ordinal());
      Optional<String> refusal =
          command.until() <= command.from()
              ? Optional.of("expiresAt=" + entry.expiresAt() + " from=" + command.from())
              : targets.unknown(command).or(() -> unannounced(command));
      if (refusal.isPresent()) {
        refuse(arrival, refusal.get());
      } else {
        output.collect(new StreamRecord<>(AdmittedControl.of(command)));
        acknowledge(Acknowledgement.accepted(command), heartbeat);
      }
    } else {
      announced.add(named(entry.model(), entry.version()));
      pending.add(checking(entry.scheduled(from(entry), arrival.ordinal())));
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    settle(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    heartbeatState.update(heartbeat == Long.MIN_VALUE ? List.of() : List.of(heartbeat));
    pendingState.update(pending.stream().map(Pending::release).toList());
    announcedState.update(List.copyOf(announced));
  }

  @Override
  public void endInput() throws Exception {
    settle(Long.MAX_VALUE);
  }

  @Override
  public void close() throws Exception {
    if (checker != null) {
      checker.shutdownNow();
    }
    super.close();
  }

  private long from(ControlEntry entry) {
    return heartbeat == Long.MIN_VALUE
        ? entry.effectiveFromMillis()
        : Math.max(entry.effectiveFromMillis(), heartbeat + 1);
  }

  /** The version that {@code command} names where the log has not, as {@code key=value}. */
  private Optional<String> unannounced(Command command) {
    return command.version() == 0
            || !announced.contains(FROM_THE_BEGINNING)
            || announced.contains(named(command.model(), command.version()))
        ? Optional.empty()
        : Optional.of(
            "model=" + command.model() + " version=" + command.version() + " announced=false");
  }

  private static String named(String model, int version) {
    return model + "#" + version;
  }

  private Pending checking(ScheduledRelease release) {
    return new Pending(
        release, CompletableFuture.supplyAsync(() -> refusal(release.release()), checker));
  }

  private Optional<String> refusal(ModelRelease release) {
    try {
      check.check(release);
      return Optional.empty();
    } catch (ReleaseRefusedException e) {
      return Optional.of(e.getMessage());
    } catch (Throwable e) {
      LOG.error("FAILED: model={} version={}", release.model(), release.version(), e);
      return Optional.of(new ReleaseRefusedException(Code.FAILED, "error=" + e).getMessage());
    }
  }

  /** Lets go what is checked, and waits for what is in force by {@code time}. */
  private void settle(long time) throws InterruptedException, ExecutionException {
    for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
      Pending next = all.next();
      ScheduledRelease release = next.release();
      if (release.from() > time && !next.refusal().isDone()) {
        continue;
      }
      all.remove();
      // Not join: a cancelled job must not wait for a store that does not answer.
      Optional<String> refusal = next.refusal().get();
      if (refusal.isEmpty()) {
        output.collect(new StreamRecord<>(AdmittedControl.of(release)));
      } else {
        Alert alert =
            new Alert(
                release.from(),
                REFUSED,
                release.release().model(),
                release.release().version(),
                refusal.get());
        counts.add(TradingMetric.ALERTS, alert.code());
        output.collect(ALERTS, new StreamRecord<>(alert));
      }
    }
  }

  private void refuse(ControlArrival arrival, String detail) {
    reject(
        new Rejection(
            arrival.source(),
            arrival.ordinal(),
            RejectCode.INVALID_COMMAND,
            detail,
            "",
            0,
            arrival.raw()));
    ControlEntry entry = arrival.entry();
    if (entry.type() != null && entry.type().isCommand()) {
      acknowledge(Acknowledgement.refused(entry, detail), Long.MIN_VALUE);
    }
  }

  private void acknowledge(Acknowledgement acknowledgement, long decidedTo) {
    output.collect(
        ACKNOWLEDGEMENTS, new StreamRecord<>(new HeldAcknowledgement(acknowledgement, decidedTo)));
  }

  private void reject(Rejection rejection) {
    output.collect(Rejects.TAG, new StreamRecord<>(rejection));
  }
}
