package io.minhos.domain.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Out-of-sample answers on markets of correlated symbols. */
final class GateSimulation {

  private static final int SYMBOLS = 4;
  private static final double CORRELATION = 0.5;
  private static final String[] NAMES = {"A", "B", "C", "D"};

  private final int horizon;
  private final int times;
  private final SplittableRandom random;
  private final double[][] sums;

  GateSimulation(int horizon, int times, long seed) {
    this.horizon = horizon;
    this.times = times;
    this.random = new SplittableRandom(seed);
    this.sums = new double[SYMBOLS][times + horizon + 1];
    for (int t = 0; t < times + horizon; t++) {
      double[] shocks = shocks();
      for (int s = 0; s < SYMBOLS; s++) {
        sums[s][t + 1] = sums[s][t] + shocks[s];
      }
    }
  }

  /** Calls that know nothing but persist from bar to bar and are alike across symbols. */
  List<GateRow> noise(double persistence) {
    double[] value = shocks();
    List<GateRow> rows = new ArrayList<>();
    for (int t = 1; t <= times; t++) {
      double[] shocks = shocks();
      for (int s = 0; s < SYMBOLS; s++) {
        value[s] = persistence * value[s] + Math.sqrt(1 - persistence * persistence) * shocks[s];
        rows.add(row(t, s, value[s], random.nextGaussian()));
      }
    }
    return rows;
  }

  /** Calls that follow what the market did over the past horizon. */
  List<GateRow> momentum() {
    List<GateRow> rows = new ArrayList<>();
    for (int t = 1; t <= times; t++) {
      for (int s = 0; s < SYMBOLS; s++) {
        double past = sums[s][t] - sums[s][Math.max(0, t - horizon)];
        rows.add(row(t, s, past, random.nextGaussian()));
      }
    }
    return rows;
  }

  /**
   * Calls that are right with a known chance, and stay right or wrong for a horizon at a time.
   *
   * @param accuracy of the candidate
   * @param linearAccuracy of the linear model
   */
  List<GateRow> planted(double accuracy, double linearAccuracy) {
    List<GateRow> rows = new ArrayList<>();
    double[] right = new double[SYMBOLS];
    double[] linearRight = new double[SYMBOLS];
    for (int t = 1; t <= times; t++) {
      for (int s = 0; s < SYMBOLS; s++) {
        if ((t + s) % horizon == 0 || t == 1) {
          right[s] = random.nextDouble() < accuracy ? 1 : -1;
          linearRight[s] = random.nextDouble() < linearAccuracy ? 1 : -1;
        }
        double future = sums[s][t + horizon] - sums[s][t];
        rows.add(row(t, s, right[s] * future, linearRight[s] * future));
      }
    }
    return rows;
  }

  private GateRow row(int t, int s, double value, double linear) {
    return new GateRow(
        t, NAMES[s], value, linear, sums[s][t + horizon] - sums[s][t], sums[s][t] - sums[s][t - 1]);
  }

  private double[] shocks() {
    double market = random.nextGaussian();
    double[] shocks = new double[SYMBOLS];
    for (int s = 0; s < SYMBOLS; s++) {
      shocks[s] =
          Math.sqrt(CORRELATION) * market + Math.sqrt(1 - CORRELATION) * random.nextGaussian();
    }
    return shocks;
  }
}
