package io.minhos.retraining;

import io.minhos.domain.evaluation.ConfidenceCalibration;
import io.minhos.domain.evaluation.GateRow;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.InputDistribution;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.ReleaseFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model that has a part in live signals, and what it answered out of sample: signals made of that
 * look like the live ones.
 *
 * @param model model id
 * @param failure why there are no answers, {@code CODE: key=value}; null if there are
 * @param confidence of the release that is live
 * @param answers one a bar that it answered
 */
public record SignalModel(
    String model, String failure, ConfidenceCalibration confidence, List<Answer> answers) {

  /** What it said at one bar. */
  public record Answer(long time, String symbol, EnsembleAnswer answer) {}

  /**
   * Of a candidate.
   *
   * @param linear whether it is the linear model that stands in for it
   * @param confidence of the release that is live
   */
  static SignalModel of(Candidate candidate, boolean linear, ConfidenceCalibration confidence) {
    return new SignalModel(
        candidate.model(), candidate.failure(), confidence, answers(candidate, linear));
  }

  private static List<Answer> answers(Candidate candidate, boolean linear) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < candidate.rows().size(); i++) {
      GateRow row = candidate.rows().get(i);
      EnsembleAnswer answer =
          linear
              ? EnsembleAnswer.of(row.linear(), new double[] {row.linear()})
              : candidate.answers().get(i);
      answers.add(new Answer(row.time(), row.symbol(), answer));
    }
    return answers;
  }

  /** How often answers of a confidence are right: of those whose return has a direction. */
  static ConfidenceCalibration calibration(Candidate candidate, boolean linear) {
    List<Answer> answers = answers(candidate, linear);
    CalledBars called = new CalledBars();
    for (int i = 0; i < answers.size(); i++) {
      Prediction answer = prediction(candidate.model(), answers.get(i).answer(), 0);
      called.add(answer.confidence(), answer.value(), candidate.rows().get(i).realised());
    }
    return called.fit();
  }

  /** An answer as the live job makes it, its confidence raw. */
  private static Prediction prediction(String model, EnsembleAnswer answer, double threshold) {
    return Prediction.of(
        new ModelRelease(model, 0, "", ""),
        answer.value(),
        threshold,
        answer.agreement(),
        Arrays.stream(answer.bases()).boxed().toList());
  }

  /** An answer as the live job makes it. */
  Prediction prediction(EnsembleAnswer answer, double threshold) {
    return new ReleaseFacts(InputDistribution.none(), confidence::apply)
        .of(prediction(model, answer, threshold), new double[0], 0);
  }

  static SignalModel failed(String model, String failure) {
    return new SignalModel(model, failure, ConfidenceCalibration.none(), List.of());
  }
}
