package io.minhos.retraining;

import io.minhos.domain.evaluation.GateRow;
import io.minhos.domain.inference.EnsembleAnswer;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that has a part in live signals, and what it answered out of sample: signals made of that
 * look like the live ones.
 *
 * @param model model id
 * @param failure why there are no answers, {@code CODE: key=value}; null if there are
 * @param answers one a bar that it answered
 */
public record SignalModel(String model, String failure, List<Answer> answers) {

  /** What it said at one bar. */
  public record Answer(long time, String symbol, EnsembleAnswer answer) {}

  /**
   * Of a candidate.
   *
   * @param linear whether it is the linear model that stands in for it
   */
  static SignalModel of(Candidate candidate, boolean linear) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < candidate.rows().size(); i++) {
      GateRow row = candidate.rows().get(i);
      EnsembleAnswer answer =
          linear
              ? EnsembleAnswer.of(row.linear(), new double[] {row.linear()})
              : candidate.answers().get(i);
      answers.add(new Answer(row.time(), row.symbol(), answer));
    }
    return new SignalModel(candidate.model(), candidate.failure(), answers);
  }

  static SignalModel failed(String model, String failure) {
    return new SignalModel(model, failure, List.of());
  }
}
