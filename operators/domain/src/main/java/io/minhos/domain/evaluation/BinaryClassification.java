package io.minhos.domain.evaluation;

/**
 * How well scores tell positives from negatives, by the names of Flink ML's
 * BinaryClassificationEvaluator. Equal scores are one threshold and weights count, as in
 * scikit-learn: Flink ML 2.3.0 breaks ties by order and gets weights wrong. Without ties and
 * weights both agree. All NaN unless there is weight on either side.
 *
 * @param areaUnderROC of true positive rate over false positive rate (Fawcett 2006), trapezoids:
 *     the chance that a positive scores higher than a negative, ties counted half
 * @param areaUnderPR of precision over recall, trapezoids from (recall 0, precision 1) on, as Flink
 *     ML and scikit-learn's {@code auc(recall, precision)}; it is not the average precision
 * @param ks Kolmogorov–Smirnov: greatest |true positive rate − false positive rate|
 * @param areaUnderLorenz of true positive rate over the part of all rows that is called positive
 */
public record BinaryClassification(
    double areaUnderROC, double areaUnderPR, double ks, double areaUnderLorenz) {

  /** The measures of those rows. */
  public static BinaryClassification of(ScoreCounts counts) {
    double positives = sum(counts.positives());
    double negatives = sum(counts.negatives());
    if (!(positives > 0 && negatives > 0)) {
      return new BinaryClassification(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    double roc = 0;
    double pr = 0;
    double ks = 0;
    double lorenz = 0;
    double up = 0;
    double down = 0;
    double recall = 0;
    double precision = 1;
    for (int i = 0; i < counts.scores().length; i++) {
      double nextUp = up + counts.positives()[i];
      double nextDown = down + counts.negatives()[i];
      if (nextUp + nextDown > up + down) {
        double nextRecall = nextUp / positives;
        double nextPrecision = nextUp / (nextUp + nextDown);
        double heights = (recall + nextRecall) / 2;
        roc += counts.negatives()[i] / negatives * heights;
        lorenz +=
            (counts.positives()[i] + counts.negatives()[i]) / (positives + negatives) * heights;
        pr += (nextRecall - recall) * (precision + nextPrecision) / 2;
        ks = Math.max(ks, Math.abs(nextRecall - nextDown / negatives));
        recall = nextRecall;
        precision = nextPrecision;
      }
      up = nextUp;
      down = nextDown;
    }
    return new BinaryClassification(roc, pr, ks, lorenz);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
