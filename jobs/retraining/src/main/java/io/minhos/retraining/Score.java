package io.minhos.retraining;

import io.minhos.domain.evaluation.GateRow;
import java.util.ArrayList;
import java.util.List;

/**
 * An out-of-sample answer to a row whose return has a direction.
 *
 * @param model model id
 * @param value answer, higher for a more likely rise
 * @param up whether it rose
 */
public record Score(String model, double value, boolean up) {

  static List<Score> of(Candidate candidate) {
    List<Score> scores = new ArrayList<>();
    for (GateRow row : candidate.rows()) {
      if (row.realised() != 0) {
        scores.add(new Score(candidate.model(), row.value(), row.realised() > 0));
      }
    }
    return scores;
  }
}
