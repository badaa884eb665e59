package io.minhos.retraining;

import io.minhos.domain.evaluation.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

  /** Out-of-sample accuracy with its interval, beside that of the baselines. */
  public record Metrics(
      int samples,
      double accuracy,
      double accuracyLow,
      double accuracyHigh,
      Map<String, Double> baselines) {}

  static TrainingVerdict failed(String model, String reason) {
    return new TrainingVerdict(model, false, null, List.of(reason), null);
  }

  /**
   * The gate's words.
   *
   * @param more reasons besides the gate's
   * @param version that was published; 0 if none
   */
  static TrainingVerdict of(Verdict verdict, List<String> more, int version) {
    return new TrainingVerdict(
        verdict.model(),
        version > 0,
        version > 0 ? version : null,
        Stream.concat(more.stream(), verdict.reasons().stream()).toList(),
        new Metrics(
            verdict.samples(),
            verdict.accuracy(),
            verdict.accuracyLow(),
            verdict.accuracyHigh(),
            verdict.baselines()));
  }
}
