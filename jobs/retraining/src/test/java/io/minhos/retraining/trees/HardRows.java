package io.minhos.retraining.trees;

import java.util.Random;

/**
 * Rows at the edges of what libraries take: ties, both zeros, denormals, values beyond float's
 * precision, huge ones, and NaN in some of the features. Every column has thresholds that matter.
 */
final class HardRows {

  static final int FEATURES = 10;

  /** Values about LightGBM's and float's smallest numbers. */
  private static final double[] TINY = {
    0.0,
    -0.0,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    1e-36,
    -1e-36,
    1e-35f,
    -1e-35f,
    Math.nextUp((double) 1e-35f),
    Math.nextDown(-(double) 1e-35f),
    1e-34,
    -1e-34,
    3e-35,
    -3e-35
  };

  private HardRows() {}

  /** Rows that both libraries train on. */
  static TabularRows training(int rows, long seed) {
    Random random = new Random(seed);
    double[] values = new double[rows * FEATURES];
    double[] labels = new double[rows];
    for (int row = 0; row < rows; row++) {
      double gaussian = random.nextGaussian();
      double tiny = TINY[random.nextInt(TINY.length)];
      double tie = random.nextInt(5) - 2;
      double missing = random.nextInt(3) == 0 ? Double.NaN : random.nextGaussian();
      double huge = random.nextGaussian() * 1e30;
      int at = row * FEATURES;
      values[at] = gaussian;
      values[at + 1] = tiny;
      values[at + 2] = tie;
      values[at + 3] = missing;
      values[at + 4] = huge;
      // Differs from its float.
      values[at + 5] = 1 + random.nextInt(40) * 1e-7 / 3;
      values[at + 6] = random.nextBoolean() ? Double.NaN : tiny * 1e10;
      values[at + 7] = -1 - random.nextDouble();
      values[at + 8] = random.nextInt(50) == 0 ? 1 : 0;
      values[at + 9] = 7;
      labels[row] =
          Math.tanh(
              0.3 * gaussian
                  + (tiny > 0 ? 0.5 : tiny < 0 ? -0.5 : 0)
                  + 0.2 * tie
                  + (Double.isNaN(missing) ? 0.4 : -0.2 * missing)
                  + 0.3 * Math.signum(huge)
                  + (values[at + 5] > 1.0000006 ? 0.2 : -0.2)
                  + (values[at + 8] - 0.02)
                  + 0.5 * random.nextGaussian());
    }
    return new TabularRows(FEATURES, values, labels);
  }

  /**
   * Rows to ask: as in training, but any feature may hold any of it. Every other row is of finite
   * values alone, as the live job's are.
   *
   * @param limit greatest size of a value
   */
  static TabularRows asked(int rows, long seed, double limit) {
    TabularRows base = training(rows, seed);
    Random random = new Random(seed + 1);
    double[] values = base.values();
    for (int i = 0; i < values.length; i++) {
      switch (random.nextInt(12)) {
        case 0 -> values[i] = TINY[random.nextInt(TINY.length)];
        case 1 -> values[i] = Double.NaN;
        case 2 -> values[i] = random.nextBoolean() ? limit : -limit;
        case 3 -> values[i] = values[random.nextInt(values.length)];
        default -> {}
      }
      if (i / FEATURES % 2 == 0 && !Double.isFinite(values[i])) {
        values[i] =
            random.nextInt(4) == 0 ? random.nextGaussian() : TINY[random.nextInt(TINY.length)];
      }
    }
    return base;
  }
}
