package io.minhos.engines.trees;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Walks trees without a branch that hangs on the data. A processor guesses wrong at about every
 * other split of a tree, and each wrong guess costs more than the split.
 *
 * <p>Siblings lie side by side, so the next node is {@code left child + (x <= bound ? 0 : 1)}, and
 * the comparison is the sign of {@code bound − x}: IEEE 754 subtraction is 0 for equal operands
 * alone, and +0 unless both are zeros of which the first is negative. A leaf is its own left child
 * with the bound +∞, so that every walk of a tree takes as many steps as its deepest. Four trees
 * are walked at once, since each step waits for the one before. Leaves are added in the order of
 * the trees all the same.
 *
 * <p>Only for finite values: ∞ − ∞ has no sign that means anything.
 */
final class BranchlessWalk {

  private static final int LANES = 4;

  /** First node of each tree. */
  private final int[] roots;

  /** Steps to the deepest leaf of each four trees. */
  private final int[] steps;

  /** Left child in the upper half, feature in the lower. */
  private final long[] link;

  private final double[] bound;

  /** Value of a leaf. */
  private final double[] leaf;

  private BranchlessWalk(int[] roots, int[] steps, long[] link, double[] bound, double[] leaf) {
    this.roots = roots;
    this.steps = steps;
    this.link = link;
    this.bound = bound;
    this.leaf = leaf;
  }

  /** Lays out trees that are given as in {@link FlatTrees}. */
  static BranchlessWalk of(
      int[] roots, int[] feature, int[] left, int[] right, double[] bound, double[] value) {
    int[] newRoots = new int[roots.length];
    int[] steps = new int[(roots.length + LANES - 1) / LANES];
    long[] link = new long[feature.length];
    double[] newBound = new double[feature.length];
    double[] leaf = new double[feature.length];
    int next = 0;
    for (int tree = 0; tree < roots.length; tree++) {
      newRoots[tree] = next;
      // Level by level: a node is placed by its parent, beside its sibling.
      Deque<Integer> level = new ArrayDeque<>();
      level.add(roots[tree]);
      int at = next++;
      int depth = 0;
      for (; !level.isEmpty(); depth++) {
        for (int i = level.size(); i > 0; i--, at++) {
          int node = level.remove();
          if (feature[node] < 0) {
            link[at] = (long) at << 32;
            newBound[at] = Double.POSITIVE_INFINITY;
            leaf[at] = value[node];
          } else {
            link[at] = (long) next << 32 | feature[node];
            // No negative zero.
            newBound[at] = bound[node] + 0.0;
            level.add(left[node]);
            level.add(right[node]);
            next += 2;
          }
        }
      }
      steps[tree / LANES] = Math.max(steps[tree / LANES], depth - 1);
    }
    return new BranchlessWalk(newRoots, steps, link, newBound, leaf);
  }

  /**
   * The sums of rows. Four trees after the other are walked by all rows, while they are in the
   * cache.
   *
   * @param base what each sum begins with
   * @param floats whether sums are rounded to float after each tree; base and leaves are floats
   *     then
   * @param rows finite values
   * @param sums takes a sum for each row
   */
  void sum(double base, boolean floats, double[][] rows, double[] sums) {
    Arrays.fill(sums, base);
    int tree = 0;
    for (; tree + LANES <= roots.length; tree += LANES) {
      int depth = steps[tree / LANES];
      for (int i = 0; i < rows.length; i++) {
        double[] row = rows[i];
        int a = roots[tree];
        int b = roots[tree + 1];
        int c = roots[tree + 2];
        int d = roots[tree + 3];
        for (int step = depth; step > 0; step--) {
          a = next(a, row);
          b = next(b, row);
          c = next(c, row);
          d = next(d, row);
        }
        double sum = sums[i];
        // A sum of two floats that is rounded to double, then to float, is their sum as a float:
        // a double has more than twice the digits.
        if (floats) {
          sum = (float) (sum + leaf[a]);
          sum = (float) (sum + leaf[b]);
          sum = (float) (sum + leaf[c]);
          sum = (float) (sum + leaf[d]);
        } else {
          sum += leaf[a];
          sum += leaf[b];
          sum += leaf[c];
          sum += leaf[d];
        }
        sums[i] = sum;
      }
    }
    for (; tree < roots.length; tree++) {
      for (int i = 0; i < rows.length; i++) {
        double sum = sums[i] + leaf[last(tree, rows[i])];
        sums[i] = floats ? (float) sum : sum;
      }
    }
  }

  private int last(int tree, double[] row) {
    int node = roots[tree];
    for (int step = steps[tree / LANES]; step > 0; step--) {
      node = next(node, row);
    }
    return node;
  }

  private int next(int node, double[] row) {
    long to = link[node];
    double difference = bound[node] - row[(int) to];
    return (int) (to >>> 32) + (int) (Double.doubleToRawLongBits(difference) >>> 63);
  }
}
