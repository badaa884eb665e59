package io.minhos.domain.leaks;

import io.minhos.domain.market.Bar;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a value depends on where the data began.
 *
 * @param column what it is
 * @param equalBars bars from which on it was the same to the bit wherever the data began; more than
 *     {@link #SPAN} if it was not within that
 * @param closeBars the same for {@link #CLOSE}
 * @param worst the largest difference once it is used, in its standard deviations
 */
public record WarmUp(FeatureColumn column, int equalBars, int closeBars, double worst) {

  /** Bars after a beginning that are compared. */
  public static final int SPAN = 1_500;

  /** Difference that counts as none, beside the value or its standard deviation. */
  public static final double CLOSE = 1e-9;

  /**
   * Whether it is used before it is what it will be.
   *
   * @param tolerance of a recursive value, in its standard deviations
   */
  public boolean isEarly(double tolerance) {
    return switch (column.kind()) {
      case WINDOW -> equalBars > column.readyBars();
      case RECURSIVE -> !(worst <= tolerance);
      case RULE -> false;
    };
  }

  /** What is found of another symbol too. */
  public WarmUp and(WarmUp other) {
    return new WarmUp(
        column,
        Math.max(equalBars, other.equalBars),
        Math.max(closeBars, other.closeBars),
        Math.max(worst, other.worst));
  }

  /**
   * Computes all features with the data beginning at each of {@code starts}, and compares.
   *
   * @param starts indices of bars, with at least one bar behind each
   */
  public static List<WarmUp> measure(FeatureRun run, List<Bar> bars, int[] starts) {
    double[][] whole = run.values(bars, 0);
    List<FeatureColumn> columns = run.columns();
    int[] equal = new int[columns.size()];
    int[] close = new int[columns.size()];
    double[] worst = new double[columns.size()];
    double[] deviations = deviations(whole, columns);
    for (int start : starts) {
      int end = Math.min(bars.size(), start + SPAN + 1);
      double[][] later = run.values(bars.subList(start, end), 0);
      for (int f = 0; f < equal.length; f++) {
        for (int i = 0; i < later.length; i++) {
          double a = whole[start + i][f];
          double b = later[i][f];
          if (Double.compare(a, b) == 0) {
            continue;
          }
          // Bar i is one of i + 1: the next is the first that may be right.
          equal[f] = Math.max(equal[f], i + 2);
          double difference = Double.isNaN(a) || Double.isNaN(b) ? 1 / 0.0 : Math.abs(a - b);
          if (difference > CLOSE * Math.max(Math.abs(a), deviations[f])) {
            close[f] = Math.max(close[f], i + 2);
          }
          if (i + 1 >= columns.get(f).readyBars()) {
            worst[f] =
                Math.max(worst[f], deviations[f] == 0 ? 1 / 0.0 : difference / deviations[f]);
          }
        }
      }
    }
    List<WarmUp> measured = new ArrayList<>();
    for (int f = 0; f < equal.length; f++) {
      measured.add(
          new WarmUp(columns.get(f), Math.max(1, equal[f]), Math.max(1, close[f]), worst[f]));
    }
    return measured;
  }

  /** Of each feature over all bars at which it is used. */
  private static double[] deviations(double[][] rows, List<FeatureColumn> columns) {
    double[] deviations = new double[columns.size()];
    for (int f = 0; f < deviations.length; f++) {
      double sum = 0;
      double squares = 0;
      int n = 0;
      for (int i = columns.get(f).readyBars(); i < rows.length; i++) {
        double value = rows[i][f];
        if (!Double.isNaN(value)) {
          n++;
          double mean = sum / Math.max(1, n - 1);
          squares += n == 1 ? 0 : (value - mean) * (value - mean) * (n - 1) / n;
          sum += value;
        }
      }
      deviations[f] = n == 0 ? 0 : Math.sqrt(squares / n);
    }
    return deviations;
  }
}
