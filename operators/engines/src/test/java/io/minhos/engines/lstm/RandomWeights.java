package io.minhos.engines.lstm;

import java.util.Random;

/** Made-up weights and sequences. */
final class RandomWeights {

  private RandomWeights() {}

  /** Uniform in ± 1/√inputs, as a fresh network's. */
  static LstmWeights of(LstmArchitecture a, long seed) {
    Random random = new Random(seed);
    return new LstmWeights(
        a,
        lstm(random, a.features(), a.lstm1Units()),
        lstm(random, a.lstm1Units(), a.lstm2Units()),
        dense(random, a.lstm2Units(), a.denseUnits()),
        dense(random, a.denseUnits(), 1));
  }

  static float[] sequences(LstmArchitecture a, int rows, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * a.steps() * a.features()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static LstmWeights.Lstm lstm(Random random, int inputs, int units) {
    return new LstmWeights.Lstm(
        uniform(random, inputs * 4 * units, inputs),
        uniform(random, units * 4 * units, units),
        uniform(random, 4 * units, 1));
  }

  private static LstmWeights.Dense dense(Random random, int inputs, int units) {
    return new LstmWeights.Dense(
        uniform(random, inputs * units, inputs), uniform(random, units, 1));
  }

  private static float[] uniform(Random random, int length, int inputs) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) / Math.sqrt(inputs));
    }
    return values;
  }
}
