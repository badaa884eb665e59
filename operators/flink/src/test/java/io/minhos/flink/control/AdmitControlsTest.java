package io.minhos.flink.control;

import static io.minhos.flink.control.Rows.release;
import static io.minhos.flink.control.Rows.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.minhos.domain.control.Alert;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ScheduledRelease;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.flink.market.Rejects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
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
            new StreamRecord<>(new ScheduledRelease(release("lstm", 1), time(5), 0)),
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
    assertThat(harness.extractOutputValues().get(0).release().version()).isEqualTo(1);
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
        .extracting(r -> r.release().version())
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
        new ControlEntry("c", null, null, 0, null, null, "a", "r", Instant.EPOCH),
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
      extends OneInputStreamOperatorTestHarness<ControlArrival, ScheduledRelease> {

    private long ordinal;

    Harness(ReleaseCheck check) throws Exception {
      super(new AdmitControls(check));
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
