package io.minhos.flink.control;

import io.minhos.domain.control.Controls;
import io.minhos.domain.control.ReleaseTimeline;
import io.minhos.domain.control.ScheduledRelease;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.flink.technical.AnalyzedBar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Holds each bar back until the control log has come to its time, and writes into the row what is
 * in force then. The one gate: what follows needs no control input.
 */
public final class AttachControls
    extends KeyedBroadcastProcessFunction<String, AnalyzedBar, ScheduledRelease, ControlledBar> {

  /** Releases by model id. */
  public static final MapStateDescriptor<String, ReleaseTimeline> RELEASES =
      new MapStateDescriptor<>("releases", Types.STRING, TypeInformation.of(ReleaseTimeline.class));

  static final ListStateDescriptor<AnalyzedBar> HELD =
      new ListStateDescriptor<>("held-bars", AnalyzedBar.class);

  private static final Comparator<AnalyzedBar> BY_TIME =
      Comparator.comparingLong(AttachControls::time);

  private transient ListState<AnalyzedBar> held;

  @Override
  public void open(OpenContext context) {
    held = getRuntimeContext().getListState(HELD);
  }

  @Override
  public void processElement(AnalyzedBar bar, ReadOnlyContext context, Collector<ControlledBar> out)
      throws Exception {
    held.add(bar);
    context.timerService().registerEventTimeTimer(time(bar));
  }

  @Override
  public void processBroadcastElement(
      ScheduledRelease release, Context context, Collector<ControlledBar> out) throws Exception {
    var releases = context.getBroadcastState(RELEASES);
    String model = release.release().model();
    ReleaseTimeline known = releases.get(model);
    releases.put(model, (known == null ? ReleaseTimeline.empty() : known).plus(release));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<ControlledBar> out)
      throws Exception {
    List<AnalyzedBar> due = new ArrayList<>();
    List<AnalyzedBar> later = new ArrayList<>();
    for (AnalyzedBar bar : held.get()) {
      (time(bar) <= time ? due : later).add(bar);
    }
    if (later.isEmpty()) {
      held.clear();
    } else {
      held.update(later);
    }
    due.sort(BY_TIME);
    for (AnalyzedBar bar : due) {
      out.collect(controlled(bar, context.getBroadcastState(RELEASES)));
    }
  }

  private static ControlledBar controlled(
      AnalyzedBar bar, ReadOnlyBroadcastState<String, ReleaseTimeline> releases) throws Exception {
    long time = time(bar);
    List<ModelRelease> inForce = new ArrayList<>();
    List<ModelRelease> announced = new ArrayList<>();
    for (Map.Entry<String, ReleaseTimeline> entry : releases.immutableEntries()) {
      ModelRelease release = entry.getValue().at(time);
      if (release != null) {
        inForce.add(release);
      }
      ModelRelease next = entry.getValue().next(time);
      if (next != null) {
        announced.add(next);
      }
    }
    inForce.sort(Comparator.comparing(ModelRelease::model));
    return new ControlledBar(bar, new Controls(inForce), announced);
  }

  private static long time(AnalyzedBar bar) {
    return bar.features().bar().time();
  }
}
