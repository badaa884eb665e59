package io.minhos.domain.evaluation;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the gate says of a candidate.
 *
 * @param model model id
 * @param linear true if the linear model stands in for the candidate, which was significantly worse
 * @param released whether it may replace the release in force
 * @param reasons codes with figures, {@code CODE: key=value …}: why not, or on what evidence
 * @param samples out-of-sample rows that had a direction
 * @param accuracy part of them that was called right
 * @param accuracyLow lower end of its interval
 * @param accuracyHigh upper end of its interval
 * @param baselines accuracy on the same rows by name, sorted: {@code lastDirection}, {@code linear}
 *     where there is one, {@code majority}, {@code oppositeOfLast}
 * @param edge what its calls would bring after costs
 */
public record Verdict(
    String model,
    boolean linear,
    boolean released,
    List<String> reasons,
    int samples,
    double accuracy,
    double accuracyLow,
    double accuracyHigh,
    Map<String, Double> baselines,
    Edge edge) {

  public Verdict {
    reasons = List.copyOf(reasons);
    baselines = Collections.unmodifiableMap(new TreeMap<>(baselines));
  }

  /** Samples, accuracy with its interval, that of each baseline, and the edge, by name. */
  public Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    figures.put("samples", (double) samples);
    figures.put("accuracy", accuracy);
    figures.put("accuracyLow", accuracyLow);
    figures.put("accuracyHigh", accuracyHigh);
    baselines.forEach((name, value) -> figures.put("baseline." + name, value));
    if (!edge.blocks().isEmpty()) {
      figures.put("edge", edge.mean());
      figures.put("edgeLow", edge.low());
      figures.put("edgeHigh", edge.high());
      figures.put("sharpeOfBlocks", edge.sharpe().ratio());
    }
    return figures;
  }
}
