package io.minhos.domain.evaluation;

import java.util.Arrays;

/**
 * Solves G·β = c for a Gram matrix G: columns scaled to unit diagonal, Cholesky's factorisation
 * with diagonal pivoting (Higham 2002, Accuracy and Stability of Numerical Algorithms, 10.3), then
 * iterative refinement with residuals from the 31-digit G and c (Higham, ch. 12), which makes up
 * for the squared condition of normal equations as long as G is not singular in double precision.
 *
 * <p>A column of which less than {@value #DEPENDENT} (squared, as a part of its size) is left when
 * the pivots before it are taken out is a combination of them; it and all behind it get β = 0. No
 * jitter is added: that would bias every coefficient to save one that the data do not determine.
 */
final class NormalEquations {

  private static final double DEPENDENT = 1e-12;

  /** A centred column smaller than this part (squared) of its raw size is constant but rounding. */
  private static final double CONSTANT = 1e-26;

  private static final int REFINEMENTS = 4;

  private final int n;
  private final int[] order;
  private final double[][] factor;
  private int rank;

  private NormalEquations(double[][] matrix) {
    n = matrix.length;
    order = new int[n];
    factor = matrix;
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    factorise();
  }

  /**
   * β.
   *
   * @param gram G, symmetric
   * @param right c
   * @param size for each column its raw sum of squares, before centring
   */
  static double[] solve(Twofold[][] gram, Twofold[] right, double[] size) {
    int n = right.length;
    double[] scale = new double[n];
    for (int i = 0; i < n; i++) {
      double diagonal = gram[i][i].value();
      scale[i] = diagonal > CONSTANT * size[i] ? 1 / Math.sqrt(diagonal) : 0;
    }
    double[][] scaled = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        scaled[i][j] = gram[i][j].value() * scale[i] * scale[j];
      }
      scaled[i][i] = scale[i] == 0 ? 0 : 1;
    }
    NormalEquations equations = new NormalEquations(scaled);
    Twofold[] solution = new Twofold[n];
    Arrays.fill(solution, Twofold.ZERO);
    for (int round = 0; round < REFINEMENTS; round++) {
      double[] residual = new double[n];
      for (int i = 0; i < n; i++) {
        Twofold rest = right[i];
        for (int j = 0; j < n; j++) {
          rest = rest.minus(gram[i][j].times(solution[j]));
        }
        residual[i] = rest.value() * scale[i];
      }
      double[] step = equations.solve(residual);
      for (int i = 0; i < n; i++) {
        solution[i] = solution[i].plus(Twofold.of(step[i] * scale[i]));
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = solution[i].value();
    }
    return values;
  }

  /** P'AP = LL', the largest remaining diagonal first, the lower index of equal ones. */
  private void factorise() {
    for (rank = 0; rank < n; rank++) {
      int pivot = rank;
      for (int i = rank + 1; i < n; i++) {
        if (factor[i][i] > factor[pivot][pivot]) {
          pivot = i;
        }
      }
      if (!(factor[pivot][pivot] > DEPENDENT)) {
        return;
      }
      swap(rank, pivot);
      double root = Math.sqrt(factor[rank][rank]);
      factor[rank][rank] = root;
      for (int i = rank + 1; i < n; i++) {
        factor[i][rank] /= root;
      }
      for (int i = rank + 1; i < n; i++) {
        for (int j = rank + 1; j <= i; j++) {
          factor[i][j] -= factor[i][rank] * factor[j][rank];
          factor[j][i] = factor[i][j];
        }
      }
    }
  }

  private void swap(int a, int b) {
    double[] row = factor[a];
    factor[a] = factor[b];
    factor[b] = row;
    for (double[] each : factor) {
      double value = each[a];
      each[a] = each[b];
      each[b] = value;
    }
    int index = order[a];
    order[a] = order[b];
    order[b] = index;
  }

  private double[] solve(double[] right) {
    double[] z = new double[rank];
    for (int i = 0; i < rank; i++) {
      double sum = right[order[i]];
      for (int j = 0; j < i; j++) {
        sum -= factor[i][j] * z[j];
      }
      z[i] = sum / factor[i][i];
    }
    double[] solution = new double[n];
    for (int i = rank - 1; i >= 0; i--) {
      double sum = z[i];
      for (int j = i + 1; j < rank; j++) {
        sum -= factor[j][i] * solution[order[j]];
      }
      solution[order[i]] = sum / factor[i][i];
    }
    return solution;
  }
}
