package io.minhos.domain.evaluation;

import java.util.Arrays;

/**
 * Makes a confidence say how often it is right: c = max(0, 2p − 1) of the chance p that the sign of
 * an answer is that of what followed, as a function of its raw confidence. So ½ + c/2 is p again,
 * as Brier's score takes it, and one that is no better than a coin has 0.
 *
 * <p>p is isotonic from {@value #ISOTONIC_ROWS} answers on: it takes any rising shape, where
 * Platt's sigmoid is wrong wherever the raw confidence is not logistic in the outcome, as
 * min(|y|·agreement, 1) is not. Its steps are of at least {@value #BLOCK_ROWS} answers, so that
 * none is a guess on a handful at the upper end, which is the one that is traded on.
 *
 * <p>On fewer it overfits (Niculescu-Mizil and Caruana 2005), and Platt's two parameters are what
 * so few answers bear. The sigmoid is kept as its values on a grid up to the highest confidence
 * that was seen. Where it falls, raw confidence tells nothing and p is the part that was right.
 *
 * @param curve from raw to calibrated confidence, both in [0, 1]
 */
public record ConfidenceCalibration(IsotonicCalibration curve) {

  /** Answers below which p is Platt's. */
  static final int ISOTONIC_ROWS = 1_000;

  /** Answers below which there is none. */
  static final int MIN_ROWS = 100;

  static final int BLOCK_ROWS = 100;
  private static final int MAX_BLOCKS = 50;
  private static final int GRID = 64;

  private static final ConfidenceCalibration NONE =
      new ConfidenceCalibration(new IsotonicCalibration(new double[] {0, 1}, new double[] {0, 1}));

  public ConfidenceCalibration {
    double[] values = curve.values();
    // They ascend.
    if (!(values[0] >= 0 && values[values.length - 1] <= 1)) {
      throw new IllegalArgumentException(
          "confidences must be in [0, 1]: " + values[0] + " to " + values[values.length - 1]);
    }
  }

  /** Every confidence as it is. */
  public static ConfidenceCalibration none() {
    return NONE;
  }

  /**
   * Fits to answers out of sample.
   *
   * @param confidence raw, in [0, 1]
   * @param right whether the answer had the sign of what followed
   */
  public static ConfidenceCalibration fit(double[] confidence, boolean[] right) {
    Rows.same(confidence.length, right.length);
    if (confidence.length < MIN_ROWS) {
      return NONE;
    }
    IsotonicCalibration chance =
        confidence.length < ISOTONIC_ROWS
            ? sigmoid(confidence, right)
            : IsotonicCalibration.fit(blocks(ScoreCounts.of(confidence, right)));
    return new ConfidenceCalibration(
        new IsotonicCalibration(
            chance.scores(),
            Arrays.stream(chance.values())
                .map(p -> Math.max(0, Math.min(1, 2 * p - 1)))
                .toArray()));
  }

  private static IsotonicCalibration sigmoid(double[] confidence, boolean[] right) {
    PlattCalibration platt = PlattCalibration.fit(confidence, right);
    if (platt.a() > 0) {
      platt = PlattCalibration.fit(new double[confidence.length], right);
    }
    double highest = Arrays.stream(confidence).max().orElseThrow();
    int points = highest > 0 ? GRID + 1 : 1;
    double[] scores = new double[points];
    double[] values = new double[points];
    for (int i = 0; i < points; i++) {
      scores[i] = highest * i / GRID;
      values[i] = platt.apply(scores[i]);
    }
    return new IsotonicCalibration(scores, values);
  }

  /** Neighbours together, each block at their mean; equal confidences are never parted. */
  private static ScoreCounts blocks(ScoreCounts counts) {
    double[] scores = counts.scores();
    double rows = 0;
    for (int i = 0; i < scores.length; i++) {
      rows += counts.positives()[i] + counts.negatives()[i];
    }
    double least = Math.max(BLOCK_ROWS, rows / MAX_BLOCKS);
    double[] means = new double[scores.length];
    double[] right = new double[scores.length];
    double[] wrong = new double[scores.length];
    int block = 0;
    double left = rows;
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      double here = counts.positives()[i] + counts.negatives()[i];
      sum += here * scores[i];
      right[block] += counts.positives()[i];
      wrong[block] += counts.negatives()[i];
      left -= here;
      double size = right[block] + wrong[block];
      // What would be too few at the end stays with the last.
      if (left == 0 || (size >= least && left >= least)) {
        means[block++] = sum / size;
        sum = 0;
      }
    }
    return new ScoreCounts(
        Arrays.copyOf(means, block), Arrays.copyOf(right, block), Arrays.copyOf(wrong, block));
  }

  /** The calibrated confidence, never falling as the raw one rises. */
  public double apply(double confidence) {
    return curve.apply(confidence);
  }
}
