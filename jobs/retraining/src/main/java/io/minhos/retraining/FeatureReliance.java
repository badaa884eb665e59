package io.minhos.retraining;

import io.minhos.trading.models.StoreModels;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How much of a model's answers hangs on each feature: the mean distance that they move when the
 * feature's values are shuffled among rows, as a share of all features' distances. Shuffling is
 * that of permutation importance (Breiman, 2001), but it asks answers, not labels: it says what the
 * model listens to. Whether it does well to listen is the gate's to say.
 */
final class FeatureReliance {

  /** Rows that are asked at most: distances are means, they need no more. */
  private static final int ROWS = 1_000;

  private static final long SEED = 1;

  private FeatureReliance() {}

  /**
   * Which of {@code rows} rows to ask, ascending: all, or so many by lot (Floyd's way to draw
   * without replacement). At even distances they might all be of one hour.
   */
  static int[] sample(int rows) {
    Random random = new Random(SEED);
    TreeSet<Integer> drawn = new TreeSet<>();
    for (int last = Math.max(0, rows - ROWS); last < rows; last++) {
      int row = random.nextInt(last + 1);
      drawn.add(drawn.contains(row) ? last : row);
    }
    return drawn.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * The metrics of a release: a share a feature, together 1; all 0 if no feature moves an answer.
   *
   * @param names of the features
   * @param rows how many there are, of which some are asked
   * @param row what the model is asked of one, features in turn: a sequence has them once a step
   * @param model answers to rows, in their order
   */
  static Map<String, Double> metrics(
      List<String> names,
      int rows,
      IntFunction<double[]> row,
      Function<double[][], double[]> model) {
    double[][] asked = IntStream.of(sample(rows)).mapToObj(row).toArray(double[][]::new);
    double[] shares = shares(asked, names.size(), model);
    Map<String, Double> metrics = new TreeMap<>();
    for (int feature = 0; feature < shares.length; feature++) {
      metrics.put(StoreModels.IMPORTANCE + names.get(feature), shares[feature]);
    }
    return metrics;
  }

  private static double[] shares(
      double[][] rows, int features, Function<double[][], double[]> model) {
    int[] order = shuffled(rows.length);
    double[] answers = model.apply(rows);
    double[] moved = new double[features];
    double all = 0;
    for (int feature = 0; feature < features; feature++) {
      double[] others = model.apply(exchanged(rows, feature, features, order));
      for (int row = 0; row < rows.length; row++) {
        moved[feature] += Math.abs(others[row] - answers[row]);
      }
      all += moved[feature];
    }
    for (int feature = 0; feature < features && all > 0; feature++) {
      moved[feature] /= all;
    }
    return moved;
  }

  /** The rows, each with the feature of another. */
  private static double[][] exchanged(double[][] rows, int feature, int features, int[] order) {
    double[][] exchanged = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      exchanged[row] = rows[row].clone();
      for (int i = feature; i < exchanged[row].length; i += features) {
        exchanged[row][i] = rows[order[row]][i];
      }
    }
    return exchanged;
  }

  /** Fisher and Yates' shuffle. */
  private static int[] shuffled(int length) {
    int[] order = IntStream.range(0, length).toArray();
    Random random = new Random(SEED);
    for (int i = length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = order[i];
      order[i] = order[j];
      order[j] = other;
    }
    return order;
  }
}
