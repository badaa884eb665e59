package io.minhos.domain.evaluation;

import java.util.Arrays;

/**
 * Isotonic calibration (Zadrozny and Elkan 2002): the non-decreasing function of the score that is
 * nearest to the outcomes in weighted least squares, found by pooling adjacent violators (Barlow et
 * al. 1972). Linear between the break points and constant beyond them, as scikit-learn's {@code
 * IsotonicRegression(out_of_bounds="clip")}. Equal scores are pooled first; of a level only its
 * first and last score are kept.
 *
 * @param scores break points, strictly ascending, at least one
 * @param values calibrated chance at each, non-decreasing
 */
public record IsotonicCalibration(double[] scores, double[] values) {

  public IsotonicCalibration {
    Rows.same(scores.length, values.length);
    if (scores.length == 0) {
      throw new IllegalArgumentException("break points must be > 0: 0");
    }
    for (int i = 0; i < scores.length; i++) {
      Rows.finite("score", scores[i]);
      Rows.finite("value", values[i]);
      if (i > 0 && !(scores[i - 1] < scores[i] && values[i - 1] <= values[i])) {
        throw new IllegalArgumentException("scores and values must ascend: at " + i);
      }
    }
  }

  /** Of rows of weight 1, at least one. */
  public static IsotonicCalibration fit(double[] score, boolean[] outcome) {
    return fit(ScoreCounts.of(score, outcome));
  }

  /** Of rows with weights of at least 0, not all 0. */
  public static IsotonicCalibration fit(double[] score, boolean[] outcome, double[] weight) {
    return fit(ScoreCounts.of(score, outcome, weight));
  }

  /** Of counted rows; the counts may be fractions, as a beta prior adds them. */
  public static IsotonicCalibration fit(ScoreCounts counts) {
    int rows = counts.scores().length;
    double[] scores = new double[rows];
    int[] level = new int[rows];
    double[] positives = new double[rows];
    double[] weights = new double[rows];
    int points = 0;
    int levels = 0;
    for (int i = rows - 1; i >= 0; i--) {
      double weight = counts.positives()[i] + counts.negatives()[i];
      if (weight > 0) {
        positives[levels] = counts.positives()[i];
        weights[levels++] = weight;
        while (levels > 1 && violates(positives, weights, levels - 2)) {
          levels--;
          positives[levels - 1] += positives[levels];
          weights[levels - 1] += weights[levels];
        }
        level[points] = levels - 1;
        scores[points++] = counts.scores()[i];
      }
    }
    // A point's level may have been pooled into a lower one since: levels only ascend.
    double[] values = new double[points];
    int current = levels - 1;
    for (int i = points - 1; i >= 0; i--) {
      current = Math.min(current, level[i]);
      values[i] = positives[current] / weights[current];
    }
    return thinned(Arrays.copyOf(scores, points), values);
  }

  private static boolean violates(double[] positives, double[] weights, int lower) {
    return positives[lower] / weights[lower] >= positives[lower + 1] / weights[lower + 1];
  }

  /** Without the points that have the same value on either side. */
  private static IsotonicCalibration thinned(double[] scores, double[] values) {
    double[] keptScores = new double[scores.length];
    double[] keptValues = new double[scores.length];
    int kept = 0;
    int last = scores.length - 1;
    for (int i = 0; i <= last; i++) {
      if (i == 0 || i == last || values[i - 1] != values[i] || values[i] != values[i + 1]) {
        keptScores[kept] = scores[i];
        keptValues[kept++] = values[i];
      }
    }
    return new IsotonicCalibration(
        Arrays.copyOf(keptScores, kept), Arrays.copyOf(keptValues, kept));
  }

  /** The same with its values within [low, high], as scikit-learn's y_min and y_max. */
  public IsotonicCalibration clamped(double low, double high) {
    if (!(low <= high)) {
      throw new IllegalArgumentException("low must be <= high: " + low + ", " + high);
    }
    return thinned(
        scores, Arrays.stream(values).map(v -> Math.max(low, Math.min(high, v))).toArray());
  }

  /** The calibrated chance, never falling as the score rises. */
  public double apply(double score) {
    if (Double.isNaN(score)) {
      throw new IllegalArgumentException("score must be a number: NaN");
    }
    int at = Arrays.binarySearch(scores, score);
    if (at >= 0) {
      return values[at];
    }
    int above = -at - 1;
    if (above == 0 || above == scores.length) {
      return values[Math.min(above, scores.length - 1)];
    }
    double part = (score - scores[above - 1]) / (scores[above] - scores[above - 1]);
    double value = values[above - 1] + part * (values[above] - values[above - 1]);
    // Rounding must not carry it beyond the next break point.
    return Math.min(value, values[above]);
  }
}
