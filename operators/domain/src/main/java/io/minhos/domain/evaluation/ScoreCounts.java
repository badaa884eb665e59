package io.minhos.domain.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Weights of positives and negatives by score: all that {@link BinaryClassification} needs, exact,
 * one entry for each distinct score. A partial result: merged in any order it gives the same, bit
 * for bit as long as the weights add without rounding, as counts do.
 *
 * @param scores distinct scores, descending
 * @param positives weight of the positive rows with that score
 * @param negatives weight of the negative rows with that score
 */
public record ScoreCounts(double[] scores, double[] positives, double[] negatives) {

  /** Before the first row. */
  public static ScoreCounts empty() {
    return new ScoreCounts(new double[0], new double[0], new double[0]);
  }

  /**
   * Of rows.
   *
   * @param scores higher means more likely positive, not NaN
   * @param positive whether the row is positive
   * @param weights at least 0
   */
  public static ScoreCounts of(double[] scores, boolean[] positive, double[] weights) {
    Rows.same(scores.length, positive.length);
    Rows.same(scores.length, weights.length);
    double[] positives = new double[scores.length];
    double[] negatives = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      Rows.weight(weights[i]);
      if (Double.isNaN(scores[i])) {
        throw new IllegalArgumentException("score must be a number: NaN");
      }
      positives[i] = positive[i] ? weights[i] : 0;
      negatives[i] = positive[i] ? 0 : weights[i];
    }
    return new ScoreCounts(scores, positives, negatives).sorted();
  }

  /** Of rows of weight 1. */
  public static ScoreCounts of(double[] scores, boolean[] positive) {
    double[] weights = new double[scores.length];
    Arrays.fill(weights, 1);
    return of(scores, positive, weights);
  }

  /** The counts of both parts. */
  public ScoreCounts plus(ScoreCounts other) {
    return new ScoreCounts(
            joined(scores, other.scores),
            joined(positives, other.positives),
            joined(negatives, other.negatives))
        .sorted();
  }

  /** Descending by score, equal scores in one entry; −0 equals 0. */
  private ScoreCounts sorted() {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -(scores[i] + 0.0)))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] distinct = new double[order.length];
    double[] up = new double[order.length];
    double[] down = new double[order.length];
    int n = 0;
    for (int i : order) {
      if (n == 0 || distinct[n - 1] != scores[i]) {
        distinct[n++] = scores[i] + 0.0;
      }
      up[n - 1] += positives[i];
      down[n - 1] += negatives[i];
    }
    return new ScoreCounts(
        Arrays.copyOf(distinct, n), Arrays.copyOf(up, n), Arrays.copyOf(down, n));
  }

  private static double[] joined(double[] first, double[] second) {
    double[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
