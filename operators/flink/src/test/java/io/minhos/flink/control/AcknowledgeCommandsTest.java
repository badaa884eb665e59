package io.minhos.flink.control;

import static io.minhos.flink.control.Rows.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Command;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcknowledgeCommandsTest {

  private final List<OneInputStreamOperatorTestHarness<?, ?>> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var harness : opened) {
      harness.close();
    }
  }

  @Test
  void anAcknowledgementWaitsForTheOrdersAndOneThatIsBehindThemLeavesAtOnce() throws Exception {
    var harness = open(null);
    take(harness, "a", time(3), "refused", Long.MIN_VALUE, "b", time(1));
    assertThat(ids(harness)).containsExactly("refused");
    harness.processWatermark(new Watermark(time(1) - 1));
    assertThat(ids(harness)).containsExactly("refused");
    harness.processWatermark(new Watermark(time(1)));
    assertThat(ids(harness)).containsExactly("refused", "b");
    take(harness, "c", time(1), "d", time(1) + 1);
    assertThat(ids(harness)).containsExactly("refused", "b", "c");
    harness.processWatermark(new Watermark(time(3)));
    assertThat(ids(harness)).containsExactly("refused", "b", "c", "a", "d");
    // Ahead of the watermark that let it go.
    assertThat(new ArrayList<>(harness.getOutput())).endsWith(new Watermark(time(3)));
  }

  @Test
  void whatIsHeldComesBackFromASnapshotOnce() throws Exception {
    var first = open(null);
    take(first, "a", time(3), "b", time(1));
    first.processWatermark(new Watermark(time(2)));
    var second = open(first.snapshot(1, 1));
    assertThat(ids(second)).isEmpty();
    second.processWatermark(new Watermark(time(3)));
    assertThat(ids(second)).containsExactly("a");
  }

  @Test
  void theEndOfTheInputLetsAllGo() throws Exception {
    var harness = open(null);
    take(harness, "a", time(3));
    harness.endInput();
    assertThat(ids(harness)).containsExactly("a");
  }

  private OneInputStreamOperatorTestHarness<HeldAcknowledgement, Acknowledgement> open(
      OperatorSubtaskState state) throws Exception {
    OneInputStreamOperatorTestHarness<HeldAcknowledgement, Acknowledgement> harness =
        new OneInputStreamOperatorTestHarness<>(new AcknowledgeCommands());
    opened.add(harness);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  /** Pairs of an id and the time that it waits for. */
  private static void take(
      OneInputStreamOperatorTestHarness<HeldAcknowledgement, Acknowledgement> harness,
      Object... pairs)
      throws Exception {
    for (int i = 0; i < pairs.length; i += 2) {
      ControlEntry halt = ControlEntry.of((String) pairs[i], ControlType.HALT, "ann", "test");
      harness.processElement(
          new StreamRecord<>(
              new HeldAcknowledgement(
                  Acknowledgement.accepted(Command.of(halt, 0, 0)), (Long) pairs[i + 1])));
    }
  }

  private static List<String> ids(
      OneInputStreamOperatorTestHarness<HeldAcknowledgement, Acknowledgement> harness) {
    return harness.extractOutputValues().stream().map(Acknowledgement::commandId).toList();
  }
}
