package io.minhos.flink.safeguards;

import io.minhos.domain.control.Challenge;
import io.minhos.domain.control.Controls;
import io.minhos.domain.evaluation.LabelConfig;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.market.Bar;
import io.minhos.domain.safeguards.AccuracyBucket;
import io.minhos.domain.safeguards.AccuracyWindow;
import io.minhos.domain.safeguards.BarAnswers;
import io.minhos.domain.safeguards.Duel;
import io.minhos.domain.safeguards.OpenAnswers;
import io.minhos.domain.safeguards.ScoredAnswer;
import io.minhos.domain.safeguards.SymbolAccuracy;
import io.minhos.domain.safeguards.SymbolHour;
import io.minhos.domain.safeguards.TrackedAccuracy;
import io.minhos.domain.safeguards.TrackingConfig;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.inference.PredictedBar;
import io.minhos.flink.technical.AnalyzedBar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Holds each symbol's answers until their horizon is over, and scores them. With a symbol's first
 * bar of an hour, or of a day, goes how each release did on it of late.
 */
public final class ScoreAnswers extends KeyedProcessFunction<String, PredictedBar, BarAnswers> {

  static final ValueStateDescriptor<OpenAnswers> OPEN =
      new ValueStateDescriptor<>("open-answers", OpenAnswers.class);

  static final ValueStateDescriptor<SymbolHour> HOUR =
      new ValueStateDescriptor<>("symbol-hour", SymbolHour.class);

  /** By {@code model/version}, by day, without the hour that runs. */
  static final MapStateDescriptor<String, AccuracyWindow> WINDOWS =
      new MapStateDescriptor<>(
          "symbol-accuracy", Types.STRING, TypeInformation.of(AccuracyWindow.class));

  private final LabelConfig labels;
  private final TrackingConfig tracking;

  private transient ValueState<OpenAnswers> open;
  private transient ValueState<SymbolHour> hour;
  private transient MapState<String, AccuracyWindow> windows;

  /**
   * @param labels what an answer is held against
   * @param tracking over what time accuracy is told
   */
  public ScoreAnswers(LabelConfig labels, TrackingConfig tracking) {
    this.labels = labels;
    this.tracking = tracking;
  }

  @Override
  public void open(OpenContext context) {
    open = getRuntimeContext().getState(OPEN);
    hour = getRuntimeContext().getState(HOUR);
    windows = getRuntimeContext().getMapState(WINDOWS);
  }

  @Override
  public void processElement(PredictedBar predicted, Context context, Collector<BarAnswers> out)
      throws Exception {
    AnalyzedBar analyzed = predicted.bar().analyzed();
    Bar bar = analyzed.bar();
    OpenAnswers known = open.value();
    OpenAnswers waiting = known == null ? OpenAnswers.empty() : known;
    List<Prediction> answers = new ArrayList<>(predicted.predictions().size() + 1);
    // Its direction is not scored, and hangs on fusion's band.
    answers.add(SignalFusion.technical(analyzed.technical(), Direction.NEUTRAL));
    predicted.predictions().forEach(answer -> answers.add(answer.withoutBases()));
    List<ScoredAnswer> scores = waiting.scores(bar, labels);
    out.collect(
        new BarAnswers(
            bar.symbol(),
            bar.time(),
            List.copyOf(answers),
            scores,
            duels(predicted.bar().controls()),
            tracked(bar, scores)));
    answers.replaceAll(Prediction::withoutInputs);
    open.update(waiting.plus(bar, analyzed.volatility(), answers, labels));
  }

  /** How releases did on the symbol, where the hour before has ended. */
  private List<SymbolAccuracy> tracked(Bar bar, List<ScoredAnswer> scores) throws Exception {
    SymbolHour known = hour.value();
    SymbolHour now = SymbolHour.of(bar.time());
    if (known != null && known.hour() == now.hour()) {
      if (!scores.isEmpty()) {
        hour.update(known.plus(scores));
      }
      return List.of();
    }
    now = now.plus(scores);
    hour.update(now);
    if (known == null) {
      return List.of();
    }
    for (Map.Entry<String, AccuracyBucket> calls : known.calls().entrySet()) {
      windows.put(calls.getKey(), window(calls.getKey()).plusDay(calls.getValue(), tracking));
    }
    return now.tellsOf(known, bar.closeTime() - bar.openTime())
        ? tracked(bar.time(), now)
        : List.of();
  }

  private List<SymbolAccuracy> tracked(long time, SymbolHour now) throws Exception {
    TreeMap<String, AccuracyWindow> all = new TreeMap<>();
    for (Map.Entry<String, AccuracyWindow> entry : windows.entries()) {
      all.put(entry.getKey(), entry.getValue());
    }
    now.calls().keySet().forEach(key -> all.computeIfAbsent(key, k -> AccuracyWindow.initial()));
    List<SymbolAccuracy> tracked = new ArrayList<>(all.size());
    for (Map.Entry<String, AccuracyWindow> entry : all.entrySet()) {
      String key = entry.getKey();
      AccuracyBucket calls = now.calls().get(key);
      AccuracyWindow window =
          calls == null ? entry.getValue() : entry.getValue().plusDay(calls, tracking);
      TrackedAccuracy figures = window.tracked(time, tracking);
      if (figures.calls() == 0) {
        windows.remove(key);
      } else {
        int slash = key.lastIndexOf('/');
        tracked.add(
            new SymbolAccuracy(
                key.substring(0, slash), Integer.parseInt(key.substring(slash + 1)), figures));
      }
    }
    return tracked;
  }

  private AccuracyWindow window(String release) throws Exception {
    AccuracyWindow known = windows.get(release);
    return known == null ? AccuracyWindow.initial() : known;
  }

  private static List<Duel> duels(Controls controls) {
    List<Duel> duels = new ArrayList<>(controls.challenges().size());
    for (Challenge challenge : controls.challenges()) {
      ModelRelease champion = controls.release(challenge.release().model());
      if (champion != null) {
        duels.add(new Duel(champion.model(), champion.version(), challenge.release().version()));
      }
    }
    return duels;
  }
}
