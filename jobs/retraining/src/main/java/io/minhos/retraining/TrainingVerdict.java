package io.minhos.retraining;

import io.minhos.domain.evaluation.Edge;
import io.minhos.domain.evaluation.Verdict;
import java.util.List;
import java.util.Map;

/**
 * What a training run says of one model, as {@code train --json} prints it.
 *
 * @param model model id
 * @param released whether it was published and is champion now
 * @param version of the release; null if it was not released
 * @param reasons codes with figures
 * @param metrics out of sample; null if it could not be trained
 */
public record TrainingVerdict(
    String model, boolean released, Integer version, List<String> reasons, Metrics metrics) {

  /**
   * Out-of-sample accuracy with its interval, beside that of the baselines.
   *
   * @param edge of its calls after costs; null where it was not judged
   */
  public record Metrics(
      int samples,
      double accuracy,
      double accuracyLow,
      double accuracyHigh,
      Map<String, Double> baselines,
      Edge edge) {}

  /**
   * The gate's figures.
   *
   * @param reasons the gate's, and what there is to say besides
   * @param version that was published; 0 if none
   */
  static TrainingVerdict of(Verdict verdict, List<String> reasons, int version) {
    return new TrainingVerdict(
        verdict.model(),
        version > 0,
        version > 0 ? version : null,
        reasons,
        new Metrics(
            verdict.samples(),
            verdict.accuracy(),
            verdict.accuracyLow(),
            verdict.accuracyHigh(),
            verdict.baselines(),
            verdict.edge().blocks().isEmpty() ? null : verdict.edge()));
  }
}
