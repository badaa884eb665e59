package io.minhos.trading.replay;

import io.minhos.domain.evaluation.LabelConfig;
import io.minhos.domain.evaluation.OpenLabels;
import io.minhos.domain.evaluation.ReturnLabel;
import io.minhos.domain.inference.Status;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.trading.output.Summary.ModelUse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What each model answered in a run, and how often it was right: the sign of its value against that
 * of the return over the horizon. Answers of 0, returns of 0 and horizons with a gap are not
 * counted.
 */
public final class ModelScores {

  private final LabelConfig labels;
  private final Map<String, OpenLabels> open = new HashMap<>();

  /** Values that wait for their outcome, by symbol and time. */
  private final Map<String, Map<Long, Map<String, Double>>> waiting = new HashMap<>();

  private final Map<String, Score> scores = new TreeMap<>();

  private static final class Score {
    private int version;
    private long calls;
    private long judged;
    private long right;
  }

  public ModelScores(int horizonBars) {
    labels = LabelConfig.of(horizonBars);
  }

  /** A signal, in the order of time. */
  public void add(Signal signal) {
    String symbol = signal.symbol();
    OpenLabels known = open.getOrDefault(symbol, OpenLabels.empty());
    Map<Long, Map<String, Double>> values = waiting.computeIfAbsent(symbol, s -> new TreeMap<>());
    Optional<ReturnLabel> label = known.completes(signal.bar(), labels);
    label.ifPresent(l -> judge(values.get(l.time()), l.realised()));
    // The scale of a label does not matter here: its sign does.
    OpenLabels next = known.plus(signal.bar(), 1, labels);
    open.put(symbol, next);
    values.keySet().removeIf(time -> time < next.times()[0]);
    Map<String, Double> answers = new HashMap<>();
    for (SignalComponent component : signal.components()) {
      if (!component.name().equals(SignalFusion.TECHNICAL) && component.status() == Status.OK) {
        Score score = scores.computeIfAbsent(component.name(), name -> new Score());
        score.version = component.version();
        score.calls++;
        answers.put(component.name(), component.value());
      }
    }
    values.put(signal.time(), answers);
  }

  private void judge(Map<String, Double> answers, double realised) {
    if (answers == null || realised == 0) {
      return;
    }
    answers.forEach(
        (model, value) -> {
          if (value != 0) {
            Score score = scores.get(model);
            score.judged++;
            score.right += value > 0 == realised > 0 ? 1 : 0;
          }
        });
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
