package io.minhos.flink.safeguards;

import io.minhos.domain.control.Alert;
import io.minhos.domain.control.Command;
import io.minhos.domain.control.CommandTimeline;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.safeguards.BarAnswers;
import io.minhos.domain.safeguards.ReleaseProfile;
import io.minhos.domain.safeguards.SafeguardState;
import io.minhos.domain.safeguards.SafeguardStep;
import io.minhos.domain.safeguards.Safeguards;
import io.minhos.domain.safeguards.Standing;
import io.minhos.flink.control.AdmittedControl;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import io.minhos.flink.ordering.HeldRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Watches over the models: collects what was answered and scored behind the watermark, of all
 * symbols, and works through it a time after the other. Its main output is how releases stand, told
 * where it changes, ahead of the watermark of the bars behind.
 */
public final class TrackAccuracy
    extends KeyedBroadcastProcessFunction<String, BarAnswers, AdmittedControl, Standing> {

  public static final OutputTag<AccuracyReport> REPORTS =
      new OutputTag<>("accuracy", TypeInformation.of(AccuracyReport.class));

  public static final OutputTag<Alert> ALERTS =
      new OutputTag<>("safeguard-alerts", TypeInformation.of(Alert.class));

  /** Releases by {@code model/version}. */
  public static final MapStateDescriptor<String, ModelRelease> RELEASES =
      new MapStateDescriptor<>(
          "known-releases", Types.STRING, TypeInformation.of(ModelRelease.class));

  /** Each DISABLE and ENABLE that is not over, by its place in the log. */
  public static final MapStateDescriptor<Long, Command> COMMANDS =
      new MapStateDescriptor<>("known-commands", Types.LONG, TypeInformation.of(Command.class));

  static final ValueStateDescriptor<SafeguardState> STATE =
      new ValueStateDescriptor<>("safeguards", SafeguardState.class);
  static final ListStateDescriptor<BarAnswers> PENDING =
      new ListStateDescriptor<>("pending-answers", BarAnswers.class);

  private static final Comparator<BarAnswers> BY_SYMBOL = Comparator.comparing(BarAnswers::symbol);

  private final Safeguards safeguards;
  private final ModelLoader<ReleaseProfile> loader;
  private final Set<String> watched;

  private transient ValueState<SafeguardState> state;
  private transient HeldRows<BarAnswers> pending;
  private transient long workedTo;
  private transient SafeguardGauges gauges;
  private transient Counts counts;

  /**
   * @param loader reads what a release says of itself
   * @param watched symbols on which metrics show how releases did
   */
  public TrackAccuracy(
      Safeguards safeguards, ModelLoader<ReleaseProfile> loader, Set<String> watched) {
    this.safeguards = safeguards;
    this.loader = loader;
    this.watched = watched;
  }

  @Override
  public void open(OpenContext context) {
    state = getRuntimeContext().getState(STATE);
    pending = new HeldRows<>(getRuntimeContext().getListState(PENDING), BarAnswers::time);
    workedTo = Long.MIN_VALUE;
    gauges =
        new SafeguardGauges(safeguards.config(), watched, getRuntimeContext().getMetricGroup());
    counts = new Counts(getRuntimeContext());
    for (String code :
        List.of(
            Safeguards.BREAKER,
            Safeguards.ACCURACY_LOW,
            Safeguards.ROLLOUT,
            Safeguards.CHALLENGER_PROMOTED)) {
      counts.begin(TradingMetric.ALERTS, code);
    }
  }

  @Override
  public void processElement(BarAnswers answers, ReadOnlyContext context, Collector<Standing> out)
      throws Exception {
    pending.add(answers);
    context.timerService().registerEventTimeTimer(answers.time());
  }

  @Override
  public void processBroadcastElement(
      AdmittedControl control, Context context, Collector<Standing> out) throws Exception {
    if (control.command() != null) {
      Command command = control.command();
      if (command.type() == ControlType.ENABLE || command.type() == ControlType.DISABLE) {
        forget(context);
        context.getBroadcastState(COMMANDS).put(command.ordinal(), command);
      }
    } else {
      ModelRelease release = control.release().release();
      context
          .getBroadcastState(RELEASES)
          .put(Safeguards.key(release.model(), release.version()), release);
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Standing> out) throws Exception {
    // The first timer that a watermark fires works through all that is behind that watermark.
    long watermark = context.timerService().currentWatermark();
    if (watermark == workedTo) {
      return;
    }
    workedTo = watermark;
    List<BarAnswers> answers = pending.takeUpTo(watermark);
    if (answers.isEmpty()) {
      return;
    }
    answers.sort(BY_SYMBOL);
    TreeMap<Long, List<BarAnswers>> due = new TreeMap<>();
    for (BarAnswers answer : answers) {
      due.computeIfAbsent(answer.time(), t -> new ArrayList<>()).add(answer);
    }
    SafeguardState known = state.value();
    SafeguardState current = known == null ? SafeguardState.initial() : known;
    ReadOnlyBroadcastState<String, ModelRelease> releases = context.getBroadcastState(RELEASES);
    CommandTimeline commands = commands(context.getBroadcastState(COMMANDS));
    for (Map.Entry<Long, List<BarAnswers>> entry : due.entrySet()) {
      SafeguardStep step =
          safeguards.step(
              current,
              entry.getKey(),
              entry.getValue(),
              (model, version) -> profile(releases, model, version),
              commands);
      step.standings().forEach(out::collect);
      step.reports().forEach(report -> context.output(REPORTS, report));
      for (Alert alert : step.alerts()) {
        counts.add(TradingMetric.ALERTS, alert.code());
        context.output(ALERTS, alert);
      }
      gauges.show(step);
      current = step.state();
    }
    state.update(current);
  }

  /** Asked once of each release, when it begins. */
  private ReleaseProfile profile(
      ReadOnlyBroadcastState<String, ModelRelease> releases, String model, int version) {
    try {
      ModelRelease release = releases.get(Safeguards.key(model, version));
      // One that was admitted before this operator was there is not known.
      return release == null ? ReleaseProfile.unknown() : loader.load(release);
    } catch (Exception e) {
      throw new IllegalStateException(
          "MODEL_UNAVAILABLE: model=%s version=%d".formatted(model, version), e);
    }
  }

  /** What is over for bars behind the last that was worked through. */
  private void forget(Context context) throws Exception {
    long[] workedTo = {Long.MIN_VALUE};
    context.applyToKeyedState(
        STATE,
        (key, known) ->
            workedTo[0] = known.value() == null ? Long.MIN_VALUE : known.value().time());
    BroadcastState<Long, Command> known = context.getBroadcastState(COMMANDS);
    CommandTimeline all = commands(known);
    List<Command> left = all.since(workedTo[0]).commands();
    for (Command command : all.commands()) {
      if (!left.contains(command)) {
        known.remove(command.ordinal());
      }
    }
  }

  private static CommandTimeline commands(ReadOnlyBroadcastState<Long, Command> all)
      throws Exception {
    List<Command> commands = new ArrayList<>();
    for (Map.Entry<Long, Command> entry : all.immutableEntries()) {
      commands.add(entry.getValue());
    }
    commands.sort(Command.ORDER);
    return new CommandTimeline(commands);
  }
}
