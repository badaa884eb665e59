package io.minhos.flink.signals;

import io.minhos.domain.inference.Prediction;
import io.minhos.domain.safeguards.AnswerChoice;
import io.minhos.domain.safeguards.Safeguards;
import io.minhos.domain.safeguards.Standing;
import io.minhos.domain.safeguards.StandingTimeline;
import io.minhos.domain.signals.FusionConfig;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.domain.signals.Vote;
import io.minhos.flink.inference.FusedSignal;
import io.minhos.flink.inference.PredictedBar;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Fuses the technical opinion with the models' answers, under the commands in force and as the
 * models' releases stand. Each bar is held back until it is known how they do.
 */
public final class FuseSignals
    extends KeyedBroadcastProcessFunction<String, PredictedBar, Standing, FusedSignal> {

  /** How releases stood, by {@code model/version}. */
  public static final MapStateDescriptor<String, StandingTimeline> STANDINGS =
      new MapStateDescriptor<>(
          "standings", Types.STRING, TypeInformation.of(StandingTimeline.class));

  /** By time: a symbol has one bar of a time. */
  static final MapStateDescriptor<Long, PredictedBar> HELD =
      new MapStateDescriptor<>(
          "held-predictions", Types.LONG, TypeInformation.of(PredictedBar.class));

  private static final List<String> MODELS = List.of(SignalFusion.LSTM, SignalFusion.ENSEMBLE);

  private final FusionConfig config;
  private final Safeguards safeguards;
  private final Set<String> watched;

  private transient MapState<Long, PredictedBar> held;
  private transient SignalFusion fusion;
  private transient Counts counts;
  private transient SignalGauges gauges;

  /**
   * @param safeguards how a release stands of which nothing was told
   * @param watched symbols whose signals metrics show
   */
  public FuseSignals(FusionConfig config, Safeguards safeguards, Set<String> watched) {
    this.config = config;
    this.safeguards = safeguards;
    this.watched = watched;
  }

  @Override
  public void open(OpenContext context) {
    held = getRuntimeContext().getMapState(HELD);
    fusion = new SignalFusion(config, safeguards.rollsOut());
    counts = new Counts(getRuntimeContext());
    counts.begin(TradingMetric.FALLBACK_SIGNALS);
    gauges = new SignalGauges(watched, getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(
      PredictedBar predicted, ReadOnlyContext context, Collector<FusedSignal> out)
      throws Exception {
    held.put(time(predicted), predicted);
    context.timerService().registerEventTimeTimer(time(predicted));
  }

  @Override
  public void processBroadcastElement(
      Standing standing, Context context, Collector<FusedSignal> out) throws Exception {
    var standings = context.getBroadcastState(STANDINGS);
    String key = Safeguards.key(standing.model(), standing.version());
    StandingTimeline known = standings.get(key);
    standings.put(key, (known == null ? StandingTimeline.empty() : known).plus(standing));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<FusedSignal> out)
      throws Exception {
    PredictedBar predicted = held.get(time);
    held.remove(time);
    FusedSignal fused = fused(predicted, context.getBroadcastState(STANDINGS));
    counts.add(TradingMetric.SIGNALS);
    if (fused.signal().isTechnicalAlone()) {
      counts.add(TradingMetric.FALLBACK_SIGNALS);
    }
    gauges.show(fused.signal());
    out.collect(fused);
  }

  private FusedSignal fused(
      PredictedBar predicted, ReadOnlyBroadcastState<String, StandingTimeline> standings)
      throws Exception {
    var controls = predicted.bar().controls();
    var analyzed = predicted.bar().analyzed();
    long time = time(predicted);
    List<Vote> votes = new ArrayList<>(MODELS.size());
    List<Prediction> shadows = new ArrayList<>();
    for (String model : MODELS) {
      AnswerChoice choice =
          AnswerChoice.of(
              model,
              predicted.bar().symbol(),
              controls,
              predicted.predictions(),
              (name, version) -> standing(standings, name, version, time));
      if (choice.vote() != null) {
        votes.add(choice.vote());
      }
      shadows.addAll(choice.shadows());
    }
    Signal signal =
        fusion.fuse(
            analyzed.bar(),
            analyzed.technical(),
            standing(standings, SignalFusion.TECHNICAL, 0, time).hitRate(),
            analyzed.atr(),
            analyzed.volatility(),
            analyzed.volumeRatio(),
            analyzed.regime(),
            votes,
            shadows,
            controls.commands());
    return new FusedSignal(signal, controls.release(SignalFusion.WIN), predicted.bar().announced());
  }

  private Standing standing(
      ReadOnlyBroadcastState<String, StandingTimeline> standings,
      String model,
      int version,
      long time) {
    try {
      StandingTimeline known = standings.get(Safeguards.key(model, version));
      Standing standing = known == null ? null : known.at(time);
      return standing == null ? safeguards.initial(model, version) : standing;
    } catch (Exception e) {
      throw new IllegalStateException("state cannot be read", e);
    }
  }

  private static long time(PredictedBar predicted) {
    return predicted.bar().analyzed().bar().time();
  }
}
