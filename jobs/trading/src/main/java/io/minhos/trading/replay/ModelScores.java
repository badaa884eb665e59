package io.minhos.trading.replay;

import io.minhos.domain.evaluation.LabelConfig;
import io.minhos.domain.evaluation.OpenLabels;
import io.minhos.domain.evaluation.ReturnLabel;
import io.minhos.domain.inference.Status;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.trading.output.Summary.ModelUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What each model answered in a run, and how often it was right: the sign of its value against that
 * of the return over the horizon. Answers of 0, returns of 0 and horizons with a gap are not
 * counted.
 */
public final class ModelScores {

  /** Told of each answer that was judged, those of technical analysis among them. */
  @FunctionalInterface
  public interface Listener {
    /**
     * An answer and what became of it.
     *
     * @param symbol instrument
     * @param time event time of the bar that was answered
     * @param answer not 0
     * @param realised log return over the horizon, not 0
     */
    void judged(String symbol, long time, SignalComponent answer, double realised);
  }

  private final LabelConfig labels;
  private final Listener listener;
  private final Map<String, OpenLabels> open = new HashMap<>();

  /** Answers that wait for their outcome, by symbol and time. */
  private final Map<String, Map<Long, List<SignalComponent>>> waiting = new HashMap<>();

  private final Map<String, Score> scores = new TreeMap<>();

  private static final class Score {
    private int version;
    private long calls;
    private long judged;
    private long right;
  }

  /**
   * @param labels what models were trained to see: which bars have an outcome is the same there
   */
  public ModelScores(LabelConfig labels) {
    this(labels, (symbol, time, answer, realised) -> {});
  }

  public ModelScores(LabelConfig labels, Listener listener) {
    this.labels = labels;
    this.listener = listener;
  }

  /** A signal, in the order of time. */
  public void add(Signal signal) {
    String symbol = signal.symbol();
    OpenLabels known = open.getOrDefault(symbol, OpenLabels.empty());
    Map<Long, List<SignalComponent>> values = waiting.computeIfAbsent(symbol, s -> new TreeMap<>());
    Optional<ReturnLabel> label = known.completes(signal.bar(), labels);
    label.ifPresent(l -> judge(symbol, l.time(), values.get(l.time()), l.realised()));
    // The scale of a label does not matter here: its sign does.
    OpenLabels next = known.plus(signal.bar(), 1, labels);
    open.put(symbol, next);
    values.keySet().removeIf(time -> time < next.times()[0]);
    List<SignalComponent> answers = new ArrayList<>();
    for (SignalComponent component : signal.components()) {
      if (component.status() == Status.OK) {
        // It has no release of its own, whose answers are calibrated: the signal tells.
        answers.add(
            isModel(component) ? component : component.calibratedTo(signal.technicalCalibrated()));
        if (isModel(component)) {
          Score score = scores.computeIfAbsent(component.name(), name -> new Score());
          score.version = component.version();
          score.calls++;
        }
      }
    }
    values.put(signal.time(), answers);
  }

  private void judge(String symbol, long time, List<SignalComponent> answers, double realised) {
    if (answers == null || realised == 0) {
      return;
    }
    for (SignalComponent answer : answers) {
      if (answer.value() != 0) {
        if (isModel(answer)) {
          Score score = scores.get(answer.name());
          score.judged++;
          score.right += answer.value() > 0 == realised > 0 ? 1 : 0;
        }
        listener.judged(symbol, time, answer, realised);
      }
    }
  }

  private static boolean isModel(SignalComponent component) {
    return !component.name().equals(SignalFusion.TECHNICAL);
  }

  /** By model id: the version that answered last, its answers, and the part that was right. */
  public Map<String, ModelUse> uses() {
    Map<String, ModelUse> uses = new TreeMap<>();
    scores.forEach(
        (model, s) ->
            uses.put(
                model,
                new ModelUse(
                    s.version, s.calls, s.judged == 0 ? Double.NaN : (double) s.right / s.judged)));
    return uses;
  }
}
