package io.minhos.domain.inference;

import java.util.Arrays;

/**
 * How a feature was distributed in training, in bins [−∞, e₁), [e₁, e₂), … [e_{B−1}, ∞).
 *
 * @param edges e, ascending, B − 1 of them
 * @param fractions of the training values by bin, B of them
 * @param samples how many training values there were
 */
public record ReferenceDistribution(double[] edges, double[] fractions, long samples) {

  public ReferenceDistribution {
    if (fractions.length != edges.length + 1) {
      throw new IllegalArgumentException(
          "fractions must be one more than edges: " + fractions.length + ", " + edges.length);
    }
    for (double fraction : fractions) {
      if (!(fraction >= 0 && fraction <= 1)) {
        throw new IllegalArgumentException("fractions must be in [0, 1]: " + fraction);
      }
    }
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be >= 1: " + samples);
    }
    for (int i = 1; i < edges.length; i++) {
      if (!(edges[i - 1] < edges[i])) {
        throw new IllegalArgumentException("edges must ascend: " + Arrays.toString(edges));
      }
    }
  }

  /**
   * Of training values in bins of equal count as far as ties allow: e_k = x_(⌊kn/B⌋) of the n
   * sorted values, counted from 0, each value once. NaN is left out.
   *
   * @throws IllegalArgumentException if no number is left
   */
  public static ReferenceDistribution of(double[] values, int bins) {
    if (bins < 2) {
      throw new IllegalArgumentException("bins must be >= 2: " + bins);
    }
    double[] sorted =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).map(v -> v + 0.0).toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("values must hold a number: " + values.length + " NaN");
    }
    Arrays.sort(sorted);
    double[] edges = new double[bins - 1];
    for (int k = 1; k < bins; k++) {
      edges[k - 1] = sorted[(int) ((long) k * sorted.length / bins)];
    }
    double[] distinct = Arrays.stream(edges).distinct().toArray();
    double[] fractions = new double[distinct.length + 1];
    for (double value : sorted) {
      fractions[bin(distinct, value)]++;
    }
    for (int i = 0; i < fractions.length; i++) {
      fractions[i] /= sorted.length;
    }
    return new ReferenceDistribution(distinct, fractions, sorted.length);
  }

  /** B. */
  public int bins() {
    return fractions.length;
  }

  /** The bin of a number, counted from 0. */
  public int bin(double value) {
    return bin(edges, value);
  }

  /** How many edges are not above the value. */
  private static int bin(double[] edges, double value) {
    int at = Arrays.binarySearch(edges, value + 0.0);
    return at >= 0 ? at + 1 : -(at + 1);
  }
}
