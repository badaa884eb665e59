package io.minhos.flink.control;

import io.minhos.domain.control.Challenge;
import io.minhos.domain.control.Command;
import io.minhos.domain.control.CommandTimeline;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.control.Controls;
import io.minhos.domain.control.ReleaseTimeline;
import io.minhos.domain.control.ScheduledRelease;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.flink.metrics.Gauges;
import io.minhos.flink.metrics.TradingMetric;
import io.minhos.flink.technical.AnalyzedBar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
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
    extends KeyedBroadcastProcessFunction<String, AnalyzedBar, AdmittedControl, ControlledBar> {

  /** Releases by model id. */
  public static final MapStateDescriptor<String, ReleaseTimeline> RELEASES =
      new MapStateDescriptor<>("releases", Types.STRING, TypeInformation.of(ReleaseTimeline.class));

  /** Challengers of releases by model id. */
  public static final MapStateDescriptor<String, ReleaseTimeline> CHALLENGERS =
      new MapStateDescriptor<>(
          "challengers", Types.STRING, TypeInformation.of(ReleaseTimeline.class));

  /** All commands, under {@link #ALL}. */
  public static final MapStateDescriptor<String, CommandTimeline> COMMANDS =
      new MapStateDescriptor<>("commands", Types.STRING, TypeInformation.of(CommandTimeline.class));

  /** By time: a symbol has one bar of a time. */
  static final MapStateDescriptor<Long, AnalyzedBar> HELD =
      new MapStateDescriptor<>("held-bars", Types.LONG, TypeInformation.of(AnalyzedBar.class));

  private static final Comparator<ModelRelease> BY_MODEL =
      Comparator.comparing(ModelRelease::model);

  private static final String ALL = "all";

  /** Those that stay in force; the others end some of them. */
  private static final List<ControlType> SHOWN =
      List.of(
          ControlType.OVERRIDE,
          ControlType.HALT,
          ControlType.REDUCE,
          ControlType.DISABLE,
          ControlType.ROLLOUT);

  private final boolean standby;

  private transient MapState<Long, AnalyzedBar> held;

  /** Of all symbols at {@link #commandsTime}, null if they are to be found again. */
  private transient List<Command> commands;

  private transient long commandsTime;

  private transient Gauges gauges;

  /**
   * @param standby whether the release before the one in force answers too, in shadow
   */
  public AttachControls(boolean standby) {
    this.standby = standby;
  }

  @Override
  public void open(OpenContext context) {
    held = getRuntimeContext().getMapState(HELD);
    gauges = new Gauges(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(AnalyzedBar bar, ReadOnlyContext context, Collector<ControlledBar> out)
      throws Exception {
    held.put(time(bar), bar);
    context.timerService().registerEventTimeTimer(time(bar));
  }

  @Override
  public void processBroadcastElement(
      AdmittedControl control, Context context, Collector<ControlledBar> out) throws Exception {
    if (control.command() != null) {
      CommandTimeline known = context.getBroadcastState(COMMANDS).get(ALL);
      // Bars up to the watermark have left, here and, at the barrier of a checkpoint that is
      // aligned, in every other task: so another's copy serves as well after a restore.
      CommandTimeline left =
          (known == null ? CommandTimeline.empty() : known).since(context.currentWatermark());
      context.getBroadcastState(COMMANDS).put(ALL, left.plus(control.command()));
      commands = null;
      return;
    }
    ScheduledRelease release = control.release();
    var releases = context.getBroadcastState(release.challenger() ? CHALLENGERS : RELEASES);
    String model = release.release().model();
    ReleaseTimeline known = releases.get(model);
    releases.put(model, (known == null ? ReleaseTimeline.empty() : known).plus(release));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<ControlledBar> out)
      throws Exception {
    AnalyzedBar bar = held.get(time);
    held.remove(time);
    if (commands == null || commandsTime != time) {
      CommandTimeline known = context.getBroadcastState(COMMANDS).get(ALL);
      commands = known == null ? List.of() : known.at(time);
      commandsTime = time;
      show(context.getBroadcastState(RELEASES));
    }
    out.collect(
        controlled(
            bar,
            context.getBroadcastState(RELEASES),
            context.getBroadcastState(CHALLENGERS),
            commands(bar.bar().symbol())));
  }

  /** What is in force at {@link #commandsTime}. */
  private void show(ReadOnlyBroadcastState<String, ReleaseTimeline> releases) throws Exception {
    for (Map.Entry<String, ReleaseTimeline> entry : releases.immutableEntries()) {
      ScheduledRelease scheduled = entry.getValue().scheduledAt(commandsTime);
      if (scheduled != null) {
        String model = entry.getKey();
        gauges.set(TradingMetric.RELEASE_VERSION, scheduled.release().version(), model);
        gauges.set(TradingMetric.RELEASE_TIMESTAMP, scheduled.from() / 1_000.0, model);
      }
    }
    for (ControlType type : SHOWN) {
      double inForce = commands.stream().filter(command -> command.type() == type).count();
      gauges.set(TradingMetric.COMMANDS_IN_FORCE, inForce, type.name());
    }
  }

  private ControlledBar controlled(
      AnalyzedBar bar,
      ReadOnlyBroadcastState<String, ReleaseTimeline> releases,
      ReadOnlyBroadcastState<String, ReleaseTimeline> challengers,
      List<Command> commands)
      throws Exception {
    long time = time(bar);
    List<ModelRelease> inForce = new ArrayList<>();
    List<ModelRelease> announced = new ArrayList<>();
    List<ModelRelease> standbys = new ArrayList<>();
    List<Challenge> challenges = new ArrayList<>();
    for (Map.Entry<String, ReleaseTimeline> entry : releases.immutableEntries()) {
      ModelRelease release = entry.getValue().at(time);
      if (release != null) {
        inForce.add(release);
        ModelRelease earlier = standby ? entry.getValue().standby(time) : null;
        if (earlier != null) {
          standbys.add(earlier);
        }
      }
      ModelRelease next = entry.getValue().next(time);
      if (next != null) {
        announced.add(next);
      }
    }
    for (Map.Entry<String, ReleaseTimeline> entry : challengers.immutableEntries()) {
      ScheduledRelease challenger = entry.getValue().scheduledAt(time);
      ReleaseTimeline champions = releases.get(entry.getKey());
      ScheduledRelease champion = champions == null ? null : champions.scheduledAt(time);
      // Each release that comes into force ends the challenge of the one before.
      if (challenger != null
          && champion != null
          && ScheduledRelease.ORDER.compare(challenger, champion) > 0
          && challenger.release().version() != champion.release().version()) {
        challenges.add(new Challenge(challenger.release(), challenger.share()));
      }
    }
    inForce.sort(BY_MODEL);
    standbys.sort(BY_MODEL);
    challenges.sort(Comparator.comparing(Challenge::release, BY_MODEL));
    return new ControlledBar(bar, new Controls(inForce, commands, challenges, standbys), announced);
  }

  /** Those of {@code symbol}; what one time has is the same for all its symbols. */
  private List<Command> commands(String symbol) {
    return commands.isEmpty()
        ? commands
        : commands.stream().filter(command -> command.isForSymbol(symbol)).toList();
  }

  private static long time(AnalyzedBar bar) {
    return bar.bar().time();
  }
}
