package io.minhos.cli;

import io.minhos.domain.evaluation.Overfitting;
import io.minhos.retraining.TrainingVerdict;
import io.minhos.trading.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of training one model with several settings.
 *
 * @param variants settings of each, {@code key=value}
 * @param verdicts of each, on the same history out of sample
 */
record VariantSearch(List<List<String>> variants, List<TrainingVerdict> verdicts) {

  private static final int PERIODS = 16;

  /**
   * Reads variants: one a line, settings with blanks between; lines with # and empty ones are left
   * out.
   *
   * @throws ConfigException if there is none
   */
  static List<List<String>> read(Path file) throws IOException {
    List<List<String>> variants = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        variants.add(List.of(line.strip().split("\\s+", -1)));
      }
    }
    if (variants.isEmpty()) {
      throw new ConfigException("--variants must have a line of settings: " + file);
    }
    return variants;
  }

  /** What is told of the search. */
  record Told(
      int variants, String best, List<Double> accuracies, Double probabilityOfOverfitting) {}

  /** Place of the one with the highest accuracy, the first of several; −1 if none was trained. */
  int best() {
    int best = -1;
    for (int i = 0; i < verdicts.size(); i++) {
      if (verdicts.get(i).metrics() != null
          && (best < 0
              || verdicts.get(i).metrics().accuracy() > verdicts.get(best).metrics().accuracy())) {
        best = i;
      }
    }
    return best;
  }

  Told told() {
    return new Told(
        variants.size(),
        best() < 0 ? null : String.join(" ", variants.get(best())),
        verdicts.stream().map(v -> v.metrics() == null ? null : v.metrics().accuracy()).toList(),
        probabilityOfOverfitting());
  }

  /** Null where they cannot be compared: one alone, too few blocks, or other ones of each. */
  private Double probabilityOfOverfitting() {
    double[][] returns = new double[verdicts.size()][];
    for (int i = 0; i < returns.length; i++) {
      TrainingVerdict.Metrics metrics = verdicts.get(i).metrics();
      if (metrics == null || metrics.edge() == null) {
        return null;
      }
      returns[i] = metrics.edge().blocks().stream().mapToDouble(Double::doubleValue).toArray();
      if (returns[i].length != returns[0].length) {
        return null;
      }
    }
    return returns.length < 2 || returns[0].length < PERIODS
        ? null
        : (Double) Overfitting.probability(returns);
  }

  String describe() {
    Told told = told();
    return "search    %d variants, best: %s%n          probability of overfitting %s"
        .formatted(
            told.variants(),
            told.best() == null ? "none was trained" : told.best(),
            told.probabilityOfOverfitting() == null
                ? "unknown"
                : "%.2f".formatted(told.probabilityOfOverfitting()));
  }
}
