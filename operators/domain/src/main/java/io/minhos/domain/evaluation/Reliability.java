package io.minhos.domain.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * How far predicted chances p agree with what happened, y in {0, 1}.
 *
 * @param rows weight of all rows
 * @param baseRate part that was positive, r
 * @param brier mean (p − y)² (Brier 1950)
 * @param brierSkill 1 − brier/(r·(1 − r)): over the best constant, which is the base rate of these
 *     very rows; NaN where all outcomes are equal
 * @param logLoss mean −ln of the chance given to what happened, at least 2⁻⁵² as in scikit-learn
 * @param expectedCalibrationError Σ count/rows·|observed − predicted| over the curve's bins
 *     (Naeini, Cooper and Hauskrecht 2015)
 * @param curve bins of equal count, by rising p
 */
public record Reliability(
    double rows,
    double baseRate,
    double brier,
    double brierSkill,
    double logLoss,
    double expectedCalibrationError,
    List<Bin> curve) {

  private static final double LEAST_CHANCE = 0x1p-52;

  /**
   * Rows that are next to each other by p.
   *
   * @param predicted mean p
   * @param observed part that was positive
   * @param count weight of the rows
   */
  public record Bin(double predicted, double observed, double count) {

    private double error() {
      return Math.abs(observed - predicted);
    }
  }

  /** Of rows of weight 1, at least one. */
  public static Reliability of(double[] predicted, boolean[] outcome, int bins) {
    return of(ScoreCounts.of(predicted, outcome), bins);
  }

  /**
   * Of counted rows, whose scores are chances. By rising p, the rows from i/bins to (i + 1)/bins of
   * all are bin i. Rows with equal p stay together, in the bin in which the first of them falls:
   * the order in which rows come decides nothing, and bins that remain empty are left out.
   */
  public static Reliability of(ScoreCounts counts, int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("bins must be >= 1: " + bins);
    }
    double positives = 0;
    double rows = 0;
    double squares = 0;
    double logs = 0;
    for (int i = counts.scores().length - 1; i >= 0; i--) {
      double p = counts.scores()[i];
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException("predicted must be in [0, 1]: " + p);
      }
      double up = counts.positives()[i];
      double down = counts.negatives()[i];
      positives += up;
      rows += up + down;
      squares += up * (1 - p) * (1 - p) + down * p * p;
      logs += up * minusLog(p) + down * minusLog(1 - p);
    }
    if (!(rows > 0)) {
      throw new IllegalArgumentException("rows must be > 0: " + rows);
    }
    List<Bin> curve = curve(counts, rows, bins);
    double error = 0;
    for (Bin bin : curve) {
      error += bin.count / rows * bin.error();
    }
    double rate = positives / rows;
    double variance = rate * (1 - rate);
    double skill = variance > 0 ? 1 - squares / rows / variance : Double.NaN;
    return new Reliability(rows, rate, squares / rows, skill, logs / rows, error, curve);
  }

  private static double minusLog(double chance) {
    return -StrictMath.log(Math.max(chance, LEAST_CHANCE));
  }

  private static List<Bin> curve(ScoreCounts counts, double rows, int bins) {
    List<Bin> curve = new ArrayList<>();
    double before = 0;
    double predicted = 0;
    double positives = 0;
    double count = 0;
    int bin = 0;
    for (int i = counts.scores().length - 1; i >= 0; i--) {
      double weight = counts.positives()[i] + counts.negatives()[i];
      int own = (int) (before * bins / rows);
      if (own > bin && count > 0) {
        curve.add(new Bin(predicted / count, positives / count, count));
        predicted = 0;
        positives = 0;
        count = 0;
      }
      bin = own;
      predicted += weight * counts.scores()[i];
      positives += counts.positives()[i];
      count += weight;
      before += weight;
    }
    if (count > 0) {
      curve.add(new Bin(predicted / count, positives / count, count));
    }
    return List.copyOf(curve);
  }
}
