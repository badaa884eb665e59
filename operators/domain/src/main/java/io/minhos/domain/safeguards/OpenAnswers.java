package io.minhos.domain.safeguards;

import io.minhos.domain.evaluation.LabelConfig;
import io.minhos.domain.evaluation.OpenLabels;
import io.minhos.domain.evaluation.ReturnLabel;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The answers of one symbol that wait for their horizon to end. A fold: for each bar, first ask
 * what it {@link #scores}, then go on with {@link #plus}. An answer is scored as its bar is
 * labelled in training, by the same rule, so none is scored across a gap.
 *
 * @param labels the bars that wait
 * @param answers what was answered at them, oldest first, without scores
 */
public record OpenAnswers(OpenLabels labels, List<BarAnswers> answers) {

  private static final OpenAnswers EMPTY = new OpenAnswers(OpenLabels.empty(), List.of());

  /** Before the first bar. */
  public static OpenAnswers empty() {
    return EMPTY;
  }

  /** The scores of what was answered h bars before {@code bar}, in the order of the answers. */
  public List<ScoredAnswer> scores(Bar bar, LabelConfig config) {
    Optional<ReturnLabel> label = labels.completes(bar, config);
    if (label.isEmpty()) {
      return List.of();
    }
    for (BarAnswers waiting : answers) {
      if (waiting.time() == label.get().time()) {
        return scores(waiting, label.get());
      }
    }
    return List.of();
  }

  private static List<ScoredAnswer> scores(BarAnswers waiting, ReturnLabel label) {
    List<ScoredAnswer> scores = new ArrayList<>(waiting.answers().size());
    for (Prediction answer : waiting.answers()) {
      if (answer.status() == Status.OK) {
        scores.add(
            new ScoredAnswer(
                answer.model(),
                answer.version(),
                label.symbol(),
                label.time(),
                label.endTime(),
                answer.value(),
                answer.calibrated(),
                label.realised()));
      }
    }
    return scores;
  }

  /**
   * The state after {@code bar}.
   *
   * @param volatility as {@link OpenLabels#plus} takes it
   */
  public OpenAnswers plus(
      Bar bar, double volatility, List<Prediction> answered, LabelConfig config) {
    OpenLabels next = labels.plus(bar, volatility, config);
    List<BarAnswers> waiting = new ArrayList<>(next.times().length);
    for (BarAnswers earlier : answers) {
      if (earlier.time() >= next.times()[0]) {
        waiting.add(earlier);
      }
    }
    waiting.add(new BarAnswers(bar.symbol(), bar.time(), answered, List.of(), List.of()));
    return new OpenAnswers(next, waiting);
  }
}
