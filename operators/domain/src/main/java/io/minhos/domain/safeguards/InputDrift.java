package io.minhos.domain.safeguards;

import java.util.List;

/**
 * How far what a release is asked with has moved away from its training, by what the breaker goes
 * by.
 *
 * @param features how many features are judged; 0 while none is: without a reference, a whole
 *     window or {@link DriftConfig#minSamples} rows
 * @param drifted how many of them have drifted, {@link PopulationStability#drifted}
 * @param highest stability index of the one that has moved furthest, &ge; 0; NaN while not judged
 */
public record InputDrift(int features, int drifted, double highest) {

  private static final InputDrift NONE = new InputDrift(0, 0, Double.NaN);

  /** Of a release that is not judged. */
  public static InputDrift none() {
    return NONE;
  }

  /**
   * Of the stability of a release's features, one each; none without any. They are judged together,
   * for a row counts for all of them.
   */
  static InputDrift of(List<PopulationStability> stability, DriftConfig config) {
    if (stability.stream().noneMatch(feature -> feature.samples() >= config.minSamples())) {
      return NONE;
    }
    int drifted = 0;
    double highest = 0;
    for (PopulationStability feature : stability) {
      drifted += feature.drifted(config) ? 1 : 0;
      highest = Math.max(highest, feature.index());
    }
    return new InputDrift(stability.size(), drifted, highest);
  }

  /** Part of the features that have drifted, in [0, 1]; NaN while not judged. */
  public double part() {
    return features == 0 ? Double.NaN : (double) drifted / features;
  }

  /** Whether so many have drifted that the release is not to be traded. */
  boolean opens(DriftConfig config) {
    return drifted > 0 && drifted >= config.features() * features;
  }
}
