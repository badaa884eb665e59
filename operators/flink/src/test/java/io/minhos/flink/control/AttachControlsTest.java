package io.minhos.flink.control;

import static io.minhos.flink.control.Rows.analyzed;
import static io.minhos.flink.control.Rows.release;
import static io.minhos.flink.control.Rows.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.Command;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.control.ScheduledRelease;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.flink.technical.AnalyzedBar;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttachControlsTest {

  private final List<Harness> opened = new ArrayList<>();

  @AfterEach
  void close() {
    for (Harness harness : opened) {
      harness.close();
    }
  }

  @Test
  void aBarIsHeldUntilTheControlLogHasComeToItsTime() throws Exception {
    Harness harness = open(null);
    harness.bars(analyzed("A", 0, 1, true), analyzed("B", 0, 1, true), analyzed("A", 1, 1, true));
    harness.market(time(1));
    assertThat(harness.rows()).isEmpty();
    harness.control(time(0) - 1);
    assertThat(harness.rows()).isEmpty();
    harness.control(time(0));
    assertThat(harness.rows()).containsExactlyInAnyOrder("A0 [] []", "B0 [] []");
    harness.control(time(1));
    assertThat(harness.rows()).hasSize(3).endsWith("A1 [] []");
  }

  @Test
  void aReleaseThatComesWhileTheBarIsHeldIsInForceAtIt() throws Exception {
    Harness harness = open(null);
    harness.releases(scheduled("lstm", 1, time(1), 0));
    for (int minute = 0; minute < 5; minute++) {
      harness.bars(analyzed("A", minute, 1, true));
    }
    harness.market(time(4));
    harness.releases(
        scheduled("lstm", 3, time(3) + 1, 2),
        scheduled("lstm", 2, time(2) + 1, 1),
        scheduled("ensemble", 9, Long.MIN_VALUE, 3));
    harness.control(time(4));
    assertThat(harness.rows())
        .containsExactly(
            "A0 [ensemble9] [lstm1]",
            "A1 [ensemble9, lstm1] [lstm2]",
            "A2 [ensemble9, lstm1] [lstm2]",
            "A3 [ensemble9, lstm2] [lstm3]",
            "A4 [ensemble9, lstm3] []");
  }

  @Test
  void theLaterEntryOfTheLogCountsOfTwoFromOneTime() throws Exception {
    Harness harness = open(null);
    // As they may come after a restore: in another order, and twice.
    harness.releases(
        scheduled("lstm", 5, time(0), 8),
        scheduled("lstm", 4, time(0), 7),
        scheduled("lstm", 5, time(0), 8));
    harness.bars(analyzed("A", 0, 1, true));
    harness.market(time(0));
    harness.control(time(0));
    assertThat(harness.rows()).containsExactly("A0 [lstm5] []");
  }

  /** Behind the log, not behind the market: it is not late. */
  @Test
  void aBarThatComesAfterTheLogsTimeGoesOnWithTheMarket() throws Exception {
    Harness harness = open(null);
    harness.releases(scheduled("lstm", 1, time(0), 0), scheduled("lstm", 2, time(1), 1));
    harness.control(time(9));
    harness.bars(analyzed("A", 1, 1, true), analyzed("A", 0, 1, true));
    assertThat(harness.rows()).isEmpty();
    harness.market(time(1));
    assertThat(harness.rows()).containsExactly("A0 [lstm1] [lstm2]", "A1 [lstm2] []");
  }

  @Test
  void heldBarsAndReleasesComeBackFromASnapshot() throws Exception {
    Harness first = open(null);
    first.releases(scheduled("lstm", 1, time(0), 0), scheduled("lstm", 2, time(1), 1));
    first.bars(analyzed("A", 0, 1, true), analyzed("A", 1, 1, true), analyzed("A", 2, 1, true));
    first.market(time(2));
    first.control(time(0));
    assertThat(first.rows()).containsExactly("A0 [lstm1] [lstm2]");
    Harness second = open(first.snapshot(1, 1));
    second.releases(scheduled("lstm", 3, time(2), 2));
    second.market(time(2));
    second.control(time(2));
    assertThat(second.rows()).containsExactly("A1 [lstm2] [lstm3]", "A2 [lstm3] []");
  }

  @Test
  void aBarHasTheCommandsOfItsTimeAndSymbolInTheOrderOfTheirTime() throws Exception {
    Harness harness = open(null);
    for (int minute = 0; minute < 4; minute++) {
      harness.bars(analyzed("A", minute, 1, true), analyzed("B", minute, 1, true));
    }
    harness.market(time(3));
    harness.commands(
        command("flat", ControlType.OVERRIDE, "A", time(1), time(3), 4),
        command("halt", ControlType.HALT, null, time(0) + 1, Long.MAX_VALUE, 5),
        command("reduce", ControlType.REDUCE, null, time(0), Long.MAX_VALUE, 2),
        command("resume", ControlType.RESUME, null, time(3), Long.MAX_VALUE, 6));
    harness.control(time(3));
    assertThat(harness.commanded())
        .containsExactlyInAnyOrder(
            "A0 [reduce]",
            "B0 [reduce]",
            "A1 [halt, flat]",
            "B1 [halt]",
            "A2 [halt, flat]",
            "B2 [halt]",
            "A3 []",
            "B3 []");
  }

  /** The list is found once for a time, and again once there is another command. */
  @Test
  void aCommandThatComesAfterABarOfItsTimeIsInForceAtTheNext() throws Exception {
    Harness harness = open(null);
    harness.control(time(0));
    harness.bars(analyzed("A", 0, 1, true), analyzed("B", 0, 1, true));
    harness.commands(command("halt", ControlType.HALT, null, time(1), Long.MAX_VALUE, 1));
    harness.market(time(0));
    assertThat(harness.commanded()).containsExactlyInAnyOrder("A0 []", "B0 []");
    harness.bars(analyzed("A", 1, 1, true), analyzed("A", 2, 1, true));
    harness.market(time(1));
    harness.control(time(1));
    harness.commands(command("resume", ControlType.RESUME, null, time(2), Long.MAX_VALUE, 2));
    harness.market(time(2));
    harness.control(time(2));
    assertThat(harness.commanded()).endsWith("A1 [halt]", "A2 []");
  }

  @Test
  void commandsComeBackFromASnapshotAndEndInEventTime() throws Exception {
    Harness first = open(null);
    first.commands(command("flat", ControlType.OVERRIDE, null, time(0), time(2), 0));
    first.bars(analyzed("A", 0, 1, true), analyzed("A", 1, 1, true), analyzed("A", 2, 1, true));
    first.market(time(2));
    first.control(time(0));
    assertThat(first.commanded()).containsExactly("A0 [flat]");
    Harness second = open(first.snapshot(1, 1));
    second.market(time(2));
    second.control(time(2));
    assertThat(second.commanded()).containsExactly("A1 [flat]", "A2 []");
  }

  /** Of 100 short overrides the last is left, beside a halt that holds; bars see no difference. */
  @Test
  void whatIsOverIsForgotten() throws Exception {
    Harness harness = open(null);
    harness.commands(command("halt", ControlType.HALT, null, time(0), Long.MAX_VALUE, 0));
    for (int minute = 0; minute < 100; minute++) {
      String id = "o" + minute;
      harness.commands(
          command(id, ControlType.OVERRIDE, "A", time(minute), time(minute) + 1, minute + 1));
      harness.bars(analyzed("A", minute, 1, true));
      harness.market(time(minute));
      harness.control(time(minute));
      assertThat(harness.commanded()).endsWith("A" + minute + " [halt, " + id + "]");
    }
    harness.market(time(100));
    harness.control(time(100));
    harness.commands(command("resume", ControlType.RESUME, null, time(102), Long.MAX_VALUE, 200));
    assertThat(harness.known()).extracting(Command::commandId).containsExactly("halt", "resume");
    harness.bars(analyzed("A", 101, 1, true), analyzed("A", 102, 1, true));
    harness.market(time(102));
    harness.control(time(102));
    assertThat(harness.commanded()).endsWith("A101 [halt]", "A102 []");
    harness.commands(command("halt2", ControlType.HALT, null, time(103), Long.MAX_VALUE, 201));
    assertThat(harness.known()).extracting(Command::commandId).containsExactly("halt2");
  }

  private static Command command(
      String id, ControlType type, String symbol, long from, long until, long ordinal) {
    return new Command(
        id,
        type,
        "",
        symbol == null ? "" : symbol,
        "",
        0,
        type == ControlType.OVERRIDE ? "flat" : "",
        "ann",
        "test",
        from,
        until,
        ordinal);
  }

  private static ScheduledRelease scheduled(String model, int version, long from, long ordinal) {
    return new ScheduledRelease(release(model, version), from, ordinal);
  }

  private Harness open(OperatorSubtaskState state) throws Exception {
    Harness harness = new Harness();
    opened.add(harness);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private static final class Harness
      extends KeyedTwoInputStreamOperatorTestHarness<
          String, AnalyzedBar, AdmittedControl, ControlledBar> {

    Harness() throws Exception {
      super(
          new CoBroadcastWithKeyedOperator<>(
              new AttachControls(true),
              List.of(
                  AttachControls.RELEASES, AttachControls.CHALLENGERS, AttachControls.COMMANDS)),
          bar -> bar.bar().symbol(),
          null,
          Types.STRING);
    }

    @Override
    public void close() {
      try {
        super.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    void bars(AnalyzedBar... bars) throws Exception {
      for (AnalyzedBar bar : bars) {
        processElement1(new StreamRecord<>(bar, bar.bar().time()));
      }
    }

    void releases(ScheduledRelease... releases) throws Exception {
      for (ScheduledRelease release : releases) {
        processElement2(new StreamRecord<>(AdmittedControl.of(release)));
      }
    }

    void commands(Command... commands) throws Exception {
      for (Command command : commands) {
        processElement2(new StreamRecord<>(AdmittedControl.of(command)));
      }
    }

    /** Symbol and minute, what is commanded. */
    List<String> commanded() {
      return extractOutputValues().stream()
          .map(
              row ->
                  row.symbol()
                      + row.analyzed().bar().time() / Rows.MINUTE
                      + " "
                      + row.controls().commands().stream().map(Command::commandId).toList())
          .toList();
    }

    /** All commands in state. */
    List<Command> known() throws Exception {
      return getOperator()
          .getOperatorStateBackend()
          .getBroadcastState(AttachControls.COMMANDS)
          .get("all")
          .commands();
    }

    void market(long time) throws Exception {
      processWatermark1(new Watermark(time));
    }

    void control(long time) throws Exception {
      processWatermark2(new Watermark(time));
    }

    /** Symbol and minute, what is in force, what is announced. */
    List<String> rows() {
      return extractOutputStreamRecords().stream()
          .map(
              record -> {
                ControlledBar row = record.getValue();
                long time = row.analyzed().bar().time();
                assertThat(record.getTimestamp()).isEqualTo(time);
                return "%s%d %s %s"
                    .formatted(
                        row.symbol(),
                        time / Rows.MINUTE,
                        names(row.controls().releases()),
                        names(row.announced()));
              })
          .toList();
    }

    private static List<String> names(List<ModelRelease> releases) {
      return releases.stream().map(r -> r.model() + r.version()).toList();
    }
  }
}
