package io.minhos.domain.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * The probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey,
 * Borwein, López de Prado and Zhu, 2017): the periods are cut into S parts; of each way to choose
 * S/2 of them, the variant that does best there is ranked among all on the other half. What chose
 * well is above the median there.
 */
public final class Overfitting {

  /** S: 12,870 ways. */
  private static final int PARTS = 16;

  private Overfitting() {}

  /**
   * The part of all ways in which the chosen variant is at or below the median of the other half,
   * by the Sharpe ratio; ½ where choosing says nothing. Variants that are equal share their rank.
   *
   * @param returns by variant and period; at least two variants of at least {@value #PARTS} periods
   * @throws IllegalArgumentException if there are less
   */
  public static double probability(double[][] returns) {
    int variants = returns.length;
    int periods = variants == 0 ? 0 : returns[0].length;
    if (variants < 2 || periods < PARTS) {
      throw new IllegalArgumentException(
          "variants and periods must be >= 2 and >= " + PARTS + ": " + variants + ", " + periods);
    }
    Sums[][] parts = new Sums[variants][PARTS];
    for (int v = 0; v < variants; v++) {
      for (int p = 0; p < PARTS; p++) {
        parts[v][p] =
            Sums.of(
                returns[v],
                WalkForward.part(p, periods, PARTS),
                WalkForward.part(p + 1, periods, PARTS));
      }
    }
    List<Integer> halves = halves();
    double overfitted = 0;
    for (int half : halves) {
      int best = 0;
      double[] outside = new double[variants];
      double most = Double.NEGATIVE_INFINITY;
      for (int v = 0; v < variants; v++) {
        double inside = sharpe(parts[v], half);
        outside[v] = sharpe(parts[v], ~half);
        if (inside > most) {
          most = inside;
          best = v;
        }
      }
      // Relative rank ω = rank/(N + 1) ≤ ½, that is logit ≤ 0.
      overfitted += 2 * rank(outside, best) <= variants + 1 ? 1 : 0;
    }
    return overfitted / halves.size();
  }

  /** From 1, the least; the mean of those that are equal. */
  private static double rank(double[] values, int of) {
    double below = 0;
    double equal = 0;
    for (double value : values) {
      below += value < values[of] ? 1 : 0;
      equal += value == values[of] ? 1 : 0;
    }
    return below + (equal + 1) / 2;
  }

  private static double sharpe(Sums[] parts, int chosen) {
    Sums sums = Sums.NONE;
    for (int p = 0; p < PARTS; p++) {
      if ((chosen >> p & 1) == 1) {
        sums = sums.plus(parts[p]);
      }
    }
    return sums.sharpe();
  }

  /** Sets of half the parts, a bit each. */
  private static List<Integer> halves() {
    List<Integer> halves = new ArrayList<>();
    for (int set = 0; set < 1 << PARTS; set++) {
      if (Integer.bitCount(set) == PARTS / 2) {
        halves.add(set);
      }
    }
    return halves;
  }

  private record Sums(int count, double sum, double squares) {

    static final Sums NONE = new Sums(0, 0, 0);

    static Sums of(double[] values, int from, int to) {
      double sum = 0;
      double squares = 0;
      for (int i = from; i < to; i++) {
        sum += values[i];
        squares += values[i] * values[i];
      }
      return new Sums(to - from, sum, squares);
    }

    Sums plus(Sums other) {
      return new Sums(count + other.count, sum + other.sum, squares + other.squares);
    }

    double sharpe() {
      double mean = sum / count;
      double variance = squares / count - mean * mean;
      return variance > 0 ? mean / Math.sqrt(variance) : 0;
    }
  }
}
