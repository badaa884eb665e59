package io.minhos.flink.control;

import static io.minhos.flink.control.Rows.release;
import static io.minhos.flink.control.Rows.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Acknowledgement.Status;
import io.minhos.domain.control.Alert;
import io.minhos.domain.control.Command;
import io.minhos.domain.control.CommandTargets;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.control.ScheduledRelease;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.flink.market.Rejects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AdmitControlsTest {

  private static final ReleaseCheck ALL = release -> {};
  private static final CommandTargets TARGETS =
      new CommandTargets(
          List.of("main", "other"),
          List.of("technical", "lstm"),
          new Instruments(
              Map.of("A", new Instrument(0.01, 1, false)), new Instrument(0.01, 1, false), false));

  private final List<Harness> opened = new ArrayList<>();

  @AfterEach
  void close() {
    for (Harness harness : opened) {
      harness.close();
    }
  }

  @Test
  void aReleaseIsInForceFromItsTimeButNeverAtAHeartbeatBeforeIt() throws Exception {
    Harness harness = open(ALL, null);
    harness.take(atOnce(1), entry(2, time(3)));
    harness.heartbeat(time(5));
    harness.take(entry(3, time(4)), entry(4, time(5)), entry(5, time(5) + 1), entry(6, time(9)));
    harness.take(atOnce(7));
    // A repeat after a restore turns nothing back.
    harness.heartbeat(time(2));
    harness.take(entry(8, time(4)));
    harness.endInput();
    assertThat(harness.extractOutputValues())
        .extracting(AdmittedControl::release)
        .extracting(r -> r.release().version(), ScheduledRelease::from, ScheduledRelease::ordinal)
        .containsExactly(
            tuple(1, Long.MIN_VALUE, 0L),
            tuple(2, time(3), 1L),
            tuple(3, time(5) + 1, 3L),
            tuple(4, time(5) + 1, 4L),
            tuple(5, time(5) + 1, 5L),
            tuple(6, time(9), 6L),
            tuple(7, time(5) + 1, 7L),
            tuple(8, time(5) + 1, 9L));
  }

  @Test
  void aHeartbeatWaitsForNoReleaseThatIsInForceAfterIt() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    Harness harness = open(release -> await(answer), null);
    harness.take(entry(1, time(5)));
    // Comes back although the check does not.
    harness.processWatermark(new Watermark(time(4)));
    assertThat(harness.getOutput()).containsExactly(new Watermark(time(4)));
    answer.countDown();
    harness.processWatermark(new Watermark(time(5)));
    assertThat(new ArrayList<>(harness.getOutput()).subList(1, 3))
        .containsExactly(
            new StreamRecord<>(
                AdmittedControl.of(new ScheduledRelease(release("lstm", 1), time(5), 0))),
            new Watermark(time(5)));
  }

  @Test
  void aHeartbeatWaitsForTheReleasesOfItsBar() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    Harness harness = open(release -> await(answer), null);
    harness.take(entry(1, time(5)));
    Thread task = Thread.currentThread();
    CompletableFuture<Integer> outputWhileWaiting =
        CompletableFuture.supplyAsync(
            () -> {
              while (task.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
              int size = harness.getOutput().size();
              answer.countDown();
              return size;
            });
    harness.processWatermark(new Watermark(time(7)));
    assertThat(outputWhileWaiting.get()).isZero();
    assertThat(new ArrayList<>(harness.getOutput())).hasSize(2).endsWith(new Watermark(time(7)));
  }

  /** What is admitted before its time is announced, for models to be loaded early. */
  @Test
  void aReleaseGoesOnAsSoonAsItIsChecked() throws Exception {
    CountDownLatch checked = new CountDownLatch(2);
    Harness harness = open(release -> checked.countDown(), null);
    harness.take(entry(1, time(50)), entry(2, time(60)));
    // The check of the first is over once that of the second is under way.
    await(checked);
    harness.processWatermark(new Watermark(time(1)));
    assertThat(harness.extractOutputValues()).isNotEmpty();
    assertThat(harness.extractOutputValues().get(0).release().release().version()).isEqualTo(1);
  }

  @Test
  void whatCannotServeMakesAnAlertAndNoRelease() throws Exception {
    Harness harness =
        open(
            release -> {
              switch (release.version()) {
                case 2 -> throw new ReleaseRefusedException(Code.CORRUPT, "artifact=x");
                case 3 -> throw new IllegalStateException("a fault");
                case 4 -> throw new NoClassDefFoundError("ai/onnxruntime/X");
                case 5 -> throw new OutOfMemoryError("Java heap space");
                default -> {}
              }
            },
            null);
    for (int version = 1; version <= 6; version++) {
      harness.take(entry(version, time(version)));
    }
    harness.processWatermark(new Watermark(time(10)));
    assertThat(harness.extractOutputValues())
        .extracting(r -> r.release().release().version())
        .containsExactly(1, 6);
    assertThat(harness.side(AdmitControls.ALERTS))
        .containsExactly(
            alert(2, "CORRUPT: artifact=x"),
            alert(3, "FAILED: error=java.lang.IllegalStateException: a fault"),
            alert(4, "FAILED: error=java.lang.NoClassDefFoundError: ai/onnxruntime/X"),
            alert(5, "FAILED: error=java.lang.OutOfMemoryError: Java heap space"));
  }

  @Test
  void whatIsPendingComesBackFromASnapshotAndIsCheckedAgain() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Harness first = open(release -> await(never), null);
    first.heartbeat(time(3));
    first.take(entry(1, time(1)), entry(2, time(9)));
    OperatorSubtaskState state = first.snapshot(1, 1);

    AtomicInteger checks = new AtomicInteger();
    Harness second = open(release -> checks.incrementAndGet(), state);
    // The heartbeat is remembered.
    second.ordinal = 3;
    second.take(entry(3, time(2)));
    second.processWatermark(new Watermark(time(9)));
    assertThat(second.extractOutputValues())
        .extracting(AdmittedControl::release)
        .containsExactly(
            new ScheduledRelease(release("lstm", 1), time(3) + 1, 1),
            new ScheduledRelease(release("lstm", 2), time(9), 2),
            new ScheduledRelease(release("lstm", 3), time(3) + 1, 3));
    assertThat(checks).hasValue(3);
  }

  @Test
  void whatWasLetGoOrRefusedDoesNotComeBack() throws Exception {
    ReleaseCheck odd =
        release -> {
          if (release.version() % 2 == 0) {
            throw new ReleaseRefusedException(Code.MISSING, "");
          }
        };
    Harness first = open(odd, null);
    first.take(entry(1, time(1)), entry(2, time(2)));
    first.processWatermark(new Watermark(time(5)));
    assertThat(first.side(AdmitControls.ALERTS)).hasSize(1);
    Harness second = open(odd, first.snapshot(1, 1));
    second.endInput();
    assertThat(second.getOutput()).isEmpty();
    assertThat(second.side(AdmitControls.ALERTS)).isEmpty();
  }

  @Test
  void whatIsNoEntryIsRejected() throws Exception {
    Harness harness = open(ALL, null);
    Rejection unreadable =
        new Rejection("control-0", 7, RejectCode.INVALID_COMMAND, "not JSON", "", 0, "{");
    harness.processElement(
        new StreamRecord<>(new ControlArrival("control-0", 7, null, unreadable, "{")));
    harness.take(
        ControlEntry.of("c", null, "a", "r"),
        ControlEntry.release(release("lstm", 0), "a", "r", null));
    harness.endInput();
    assertThat(harness.getOutput()).isEmpty();
    assertThat(harness.side(Rejects.TAG))
        .extracting(Rejection::ordinal, Rejection::code, Rejection::detail)
        .containsExactly(
            tuple(7L, RejectCode.INVALID_COMMAND, "not JSON"),
            tuple(0L, RejectCode.INVALID_COMMAND, "type=null"),
            tuple(
                1L, RejectCode.INVALID_COMMAND, "model=lstm version=0 uri=none:lstm/0 sha256=00"));
  }

  @Test
  void aHeartbeatThatWaitsCanBeInterrupted() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Harness harness = open(release -> await(never), null);
    harness.take(entry(1, time(1)));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> harness.processWatermark(new Watermark(time(2))))
          .isInstanceOf(InterruptedException.class);
    } finally {
      Thread.interrupted();
    }
  }

  // Commands.

  private static final ControlEntry HALT = ControlEntry.of("c", ControlType.HALT, "ann", "news");

  @Test
  void aCommandIsInForceFromItsTimeButNeverAtAHeartbeatBeforeIt() throws Exception {
    Harness harness = open(ALL, null);
    harness.take(HALT);
    harness.heartbeat(time(5));
    harness.take(
        HALT,
        HALT.between(Instant.ofEpochMilli(time(5)), null),
        HALT.between(Instant.ofEpochMilli(time(9)), Instant.ofEpochMilli(time(11))));
    harness.heartbeat(time(2));
    harness.take(HALT.between(null, Instant.ofEpochMilli(time(7))));
    assertThat(harness.extractOutputValues())
        .extracting(AdmittedControl::command)
        .extracting(Command::from, Command::until, Command::ordinal)
        .containsExactly(
            tuple(Long.MIN_VALUE, Long.MAX_VALUE, 0L),
            tuple(time(5) + 1, Long.MAX_VALUE, 2L),
            tuple(time(5) + 1, Long.MAX_VALUE, 3L),
            tuple(time(9), time(11), 4L),
            tuple(time(5) + 1, time(7), 6L));
    // What was decided at the heartbeats before them may be on its way.
    assertThat(harness.side(AdmitControls.ACKNOWLEDGEMENTS))
        .extracting(
            HeldAcknowledgement::decidedTo,
            h -> h.acknowledgement().status(),
            h -> h.acknowledgement().from(),
            h -> h.acknowledgement().until())
        .containsExactly(
            tuple(Long.MIN_VALUE, Status.ACCEPTED, 0L, 0L),
            tuple(time(5), Status.ACCEPTED, time(5) + 1, 0L),
            tuple(time(5), Status.ACCEPTED, time(5) + 1, 0L),
            tuple(time(5), Status.ACCEPTED, time(9), time(11)),
            tuple(time(5), Status.ACCEPTED, time(5) + 1, time(7)));
    assertThat(harness.side(Rejects.TAG)).isEmpty();
  }

  /** A halt is not to wait for a store. */
  @Test
  void aCommandWaitsForNoCheck() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Harness harness = open(release -> await(never), null);
    harness.take(entry(1, time(1)), HALT);
    assertThat(harness.extractOutputValues())
        .extracting(AdmittedControl::command)
        .containsExactly(Command.of(HALT, Long.MIN_VALUE, 1));
  }

  @Test
  void whatNamesNothingLacksSomethingOrIsOverIsRefusedWithTheReason() throws Exception {
    Harness harness = open(ALL, null);
    harness.heartbeat(time(5));
    ControlEntry disable = ControlEntry.of("c", ControlType.DISABLE, "ann", "news");
    harness.take(
        HALT.about("third", null),
        HALT.about("main", "B"),
        disable.naming("lstn", 0),
        disable.naming("lstm", 3),
        disable,
        HALT.between(null, Instant.ofEpochMilli(time(5))),
        ControlEntry.of(null, ControlType.HALT, null, null));
    assertThat(harness.getOutput()).isEmpty();
    List<String> details =
        List.of(
            "portfolio=third known=[main, other]",
            "symbol=B listed=false",
            "model=lstn known=[technical, lstm]",
            "model=lstm version=3 announced=false",
            "model=null",
            "expiresAt=" + Instant.ofEpochMilli(time(5)) + " from=" + (time(5) + 1),
            "commandId=null");
    assertThat(harness.side(AdmitControls.ACKNOWLEDGEMENTS))
        .allSatisfy(held -> assertThat(held.decidedTo()).isEqualTo(Long.MIN_VALUE))
        .extracting(HeldAcknowledgement::acknowledgement)
        .allSatisfy(ack -> assertThat(ack.status()).isEqualTo(Status.REFUSED))
        .extracting(Acknowledgement::detail)
        .containsExactlyElementsOf(details);
    assertThat(harness.side(Rejects.TAG))
        .allSatisfy(r -> assertThat(r.code()).isEqualTo(RejectCode.INVALID_COMMAND))
        .extracting(Rejection::detail)
        .containsExactlyElementsOf(details);
  }

  /** Also by a job that was restored since. */
  @Test
  void aVersionThatTheLogHasNamedCanBeDisabled() throws Exception {
    ControlEntry disable =
        ControlEntry.of("c", ControlType.DISABLE, "ann", "news").naming("lstm", 3);
    Harness first = open(ALL, null);
    first.take(entry(3, time(9)), disable);
    OperatorSubtaskState state = first.snapshot(1, 1);
    Harness restored = open(ALL, state);
    restored.take(disable);
    for (Harness harness : List.of(first, restored)) {
      assertThat(harness.side(AdmitControls.ACKNOWLEDGEMENTS))
          .extracting(held -> held.acknowledgement().status())
          .containsExactly(Status.ACCEPTED);
    }
  }

  /**
   * Of an earlier savepoint, which does not say what the log had named before it: no version is
   * refused, then or after a further restore, for it may be one of these. Models are.
   */
  @Test
  void refusesNoVersionWhereItIsNotKnownWhatTheLogHasNamed() throws Exception {
    ControlEntry disable = ControlEntry.of("c", ControlType.DISABLE, "ann", "news");
    var earlier = new OneInputStreamOperatorTestHarness<>(new WithoutVersions());
    earlier.open();
    OperatorSubtaskState state = earlier.snapshot(1, 1);
    earlier.close();
    Harness restored = open(ALL, state);
    restored.take(HALT.between(Instant.ofEpochMilli(time(5)), null));
    restored.take(disable.naming("lstm", 9), disable.naming("lstn", 9), entry(3, time(9)));
    Harness again = open(ALL, restored.snapshot(2, 2));
    again.take(disable.naming("lstm", 9), disable.naming("lstm", 3), disable.naming("lstn", 9));
    assertThat(restored.side(AdmitControls.ACKNOWLEDGEMENTS))
        .extracting(held -> held.acknowledgement().status())
        .containsExactly(Status.ACCEPTED, Status.ACCEPTED, Status.REFUSED);
    assertThat(again.side(AdmitControls.ACKNOWLEDGEMENTS))
        .extracting(held -> held.acknowledgement().status())
        .containsExactly(Status.ACCEPTED, Status.ACCEPTED, Status.REFUSED);
    // The rest of that state is in force.
    assertThat(restored.side(AdmitControls.ACKNOWLEDGEMENTS).get(0).acknowledgement().from())
        .isEqualTo(time(7) + 1);
  }

  /** Keeps what this operator kept before it remembered versions. */
  private static final class WithoutVersions extends AbstractStreamOperator<AdmittedControl>
      implements OneInputStreamOperator<ControlArrival, AdmittedControl> {

    private static final long serialVersionUID = 1L;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
      super.initializeState(context);
      context.getOperatorStateStore().getListState(AdmitControls.HEARTBEAT).add(time(7));
      context.getOperatorStateStore().getListState(AdmitControls.PENDING).update(List.of());
    }

    @Override
    public void processElement(StreamRecord<ControlArrival> element) {}
  }

  private static Alert alert(int version, String detail) {
    return new Alert(time(version), "RELEASE_REFUSED", "lstm", version, detail);
  }

  private static ControlEntry entry(int version, long from) {
    return ControlEntry.release(release("lstm", version), "a", "r", Instant.ofEpochMilli(from));
  }

  private static ControlEntry atOnce(int version) {
    return ControlEntry.release(release("lstm", version), "a", "r", null);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Harness open(ReleaseCheck check, OperatorSubtaskState state) throws Exception {
    Harness harness = new Harness(check);
    opened.add(harness);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private static final class Harness
      extends OneInputStreamOperatorTestHarness<ControlArrival, AdmittedControl> {

    private long ordinal;

    Harness(ReleaseCheck check) throws Exception {
      super(new AdmitControls(check, TARGETS));
    }

    @Override
    public void close() {
      try {
        super.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    void take(ControlEntry... entries) throws Exception {
      for (ControlEntry entry : entries) {
        processElement(
            new StreamRecord<>(new ControlArrival("control-0", ordinal++, entry, null, "")));
      }
    }

    void heartbeat(long time) throws Exception {
      take(ControlEntry.heartbeat(time));
    }

    <T> List<T> side(OutputTag<T> tag) {
      var side = getSideOutput(tag);
      return side == null ? List.of() : side.stream().map(StreamRecord::getValue).toList();
    }
  }
}
