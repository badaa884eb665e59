package io.minhos.flink.safeguards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minhos.domain.control.Command;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.safeguards.BarAnswers;
import io.minhos.domain.safeguards.BreakerReason;
import io.minhos.domain.safeguards.BreakerState;
import io.minhos.domain.safeguards.ReleaseProfile;
import io.minhos.domain.safeguards.SafeguardConfig;
import io.minhos.domain.safeguards.Safeguards;
import io.minhos.domain.safeguards.Standing;
import io.minhos.flink.control.AdmittedControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A model that is asked each minute; from the second hour on its answers are all the same. */
class TrackAccuracyTest {

  private static final long MINUTE = 60_000;
  private static final ModelRelease LSTM = new ModelRelease("lstm", 1, "none:1", "00");

  private KeyedTwoInputStreamOperatorTestHarness<String, BarAnswers, AdmittedControl, Standing>
      harness;

  private int minute;
  private int ordinal;

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void whatAPersonHoldsOutIsShownSoThroughARestoreUntilItIsEnabled() throws Exception {
    open(null);
    bars(3, false);
    command(ControlType.DISABLE, "lstm");
    bars(1, false);
    assertThat(last().breaker()).isEqualTo(BreakerState.OPEN);
    assertThat(last().detail()).isEqualTo("commandId=c0 author=ann why=news");
    OperatorSubtaskState saved = harness.snapshot(1, 1);
    harness.close();
    open(saved);
    bars(2, false);
    assertThat(reports()).isEmpty();
    command(ControlType.ENABLE, "lstm");
    bars(1, false);
    assertThat(reports())
        .extracting(AccuracyReport::breaker, AccuracyReport::time)
        .containsExactly(tuple(BreakerState.CLOSED, minute * MINUTE));
  }

  /** One that came after the last bar has not been obeyed yet, though event time has passed it. */
  @Test
  void forgetsWhatItHasObeyedAlone() throws Exception {
    open(null);
    bars(60, false);
    bars(29, true);
    for (int i = 0; i < 20; i++) {
      command(ControlType.DISABLE, "ensemble");
      command(ControlType.ENABLE, "ensemble");
      bars(1, true);
    }
    assertThat(last().reason()).isEqualTo(BreakerReason.DEGENERATE);
    command(ControlType.ENABLE, "lstm");
    watermark(minute * MINUTE + 10);
    command(ControlType.DISABLE, "ensemble");
    assertThat(known()).containsExactly("ENABLE lstm", "DISABLE ensemble");
    bars(1, false);
    assertThat(last().breaker()).isEqualTo(BreakerState.CLOSED);
    assertThat(last().detail()).isEqualTo("commandId=c40 author=ann why=news");
  }

  private void open(OperatorSubtaskState state) throws Exception {
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new TrackAccuracy(
                    new Safeguards(SafeguardConfig.defaults(), 1),
                    release -> ReleaseProfile.unknown(),
                    Set.of()),
                List.of(TrackAccuracy.RELEASES, TrackAccuracy.COMMANDS)),
            answers -> "all",
            null,
            Types.STRING);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  private void bars(int count, boolean constant) throws Exception {
    for (int i = 0; i < count; i++) {
      long time = ++minute * MINUTE;
      double value = constant ? 0.5 : (minute % 2 == 0 ? 1 : -1) * (0.1 + minute % 7 * 0.1);
      harness.processElement1(
          new StreamRecord<>(
              new BarAnswers(
                  "A", time, List.of(Prediction.of(LSTM, value, 0.05)), List.of(), List.of()),
              time));
      watermark(time);
    }
  }

  private void watermark(long time) throws Exception {
    harness.processWatermark1(new Watermark(time));
    harness.processWatermark2(new Watermark(time));
  }

  /** In force behind the last bar. */
  private void command(ControlType type, String model) throws Exception {
    ControlEntry entry = ControlEntry.of("c" + ordinal, type, "ann", "news").naming(model, 0);
    harness.processElement2(
        new StreamRecord<>(AdmittedControl.of(Command.of(entry, minute * MINUTE + 1, ordinal++))));
  }

  /** All commands in state, in order. */
  private List<String> known() throws Exception {
    TreeMap<Long, String> known = new TreeMap<>();
    for (Map.Entry<Long, Command> entry :
        harness
            .getOperator()
            .getOperatorStateBackend()
            .getBroadcastState(TrackAccuracy.COMMANDS)
            .immutableEntries()) {
      known.put(entry.getKey(), entry.getValue().type() + " " + entry.getValue().model());
    }
    return List.copyOf(known.values());
  }

  private AccuracyReport last() {
    List<AccuracyReport> all = reports();
    return all.get(all.size() - 1);
  }

  /** Since the harness was opened, those of an hour's beginning left out. */
  private List<AccuracyReport> reports() {
    List<AccuracyReport> reports = new ArrayList<>();
    var out = harness.getSideOutput(TrackAccuracy.REPORTS);
    if (out != null) {
      out.forEach(record -> reports.add(record.getValue()));
    }
    return reports;
  }
}
