package io.minhos.retraining;

import io.minhos.domain.evaluation.GateRow;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.InputDistribution;
import io.minhos.store.Training;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A model for the gate to judge.
 *
 * @param model model id
 * @param failure why there is nothing else, {@code CODE: key=value}; null if there is
 * @param rows what it answered out of sample, beside what became of it
 * @param answers the same answers as signals are made of them, one a row
 * @param artifacts the model that was trained on the whole history, by file name
 * @param linear artifacts of the linear model; empty if it cannot stand in for this one
 * @param scalerMin least values of the model's scaler, empty if it takes features as they are
 * @param scalerMax greatest values of its scaler
 * @param inputs how what it is asked with is distributed over the rows that it was trained on
 * @param metrics what the trainers say of it
 * @param linearMetrics what there is to say of the linear model, where it stands in
 * @param trained what all were trained on
 */
public record Candidate(
    String model,
    String failure,
    List<GateRow> rows,
    List<EnsembleAnswer> answers,
    Map<String, byte[]> artifacts,
    Map<String, byte[]> linear,
    double[] scalerMin,
    double[] scalerMax,
    InputDistribution inputs,
    Map<String, Double> metrics,
    Map<String, Double> linearMetrics,
    Trained trained) {

  /**
   * The rows that a release was trained on.
   *
   * @param from event time of the first, milliseconds since the epoch
   * @param to event time from which the last label is known
   * @param rows how many
   * @param symbols in alphabetical order
   */
  public record Trained(long from, long to, int rows, List<String> symbols) {

    /** As a manifest has it. */
    Training manifest(int horizonBars, long seed) {
      return new Training(
          Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), rows, symbols, horizonBars, seed);
    }
  }

  static Candidate failed(String model, String failure) {
    double[] none = new double[0];
    return new Candidate(
        model,
        failure,
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        none,
        none,
        InputDistribution.none(),
        Map.of(),
        Map.of(),
        new Trained(0, 0, 0, List.of()));
  }
}
