package io.minhos.domain.risk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Closes of several symbols, one map a time. */
final class Closes {

  static final double NO_TRADE = Double.NaN;

  /** Those of the NumPy example: C's −1 makes no return, nor does the close that follows it. */
  static final Map<String, double[]> EXAMPLE =
      Map.of(
          "A", new double[] {100, 101, 99.5, 102, 102, NO_TRADE, 103, 101.5},
          "B", new double[] {50, 50.4, NO_TRADE, 51.2, 50.7, 50.1, 51, 50.6},
          "C", new double[] {20, 19.9, 20.3, 20.1, 20.1, 20.6, -1, 20.2});

  private Closes() {}

  static ReturnCovariance example(HeatConfig config) {
    ReturnCovariance covariance = ReturnCovariance.empty();
    for (int t = 0; t < 8; t++) {
      Map<String, Double> closes = new HashMap<>();
      for (Map.Entry<String, double[]> symbol : EXAMPLE.entrySet()) {
        double close = symbol.getValue()[t];
        if (!Double.isNaN(close)) {
          closes.put(symbol.getKey(), close);
        }
      }
      covariance = covariance.update(config, closes);
    }
    return covariance;
  }

  /** What becomes of {@code closes}, one time after the other. */
  static ReturnCovariance fold(HeatConfig config, List<Map<String, Double>> closes) {
    ReturnCovariance covariance = ReturnCovariance.empty();
    for (Map<String, Double> sameTime : closes) {
      covariance = covariance.update(config, sameTime);
    }
    return covariance;
  }

  /**
   * A market with one factor, symbols that come later, pause, stand still or double each other, and
   * prices of all kinds.
   */
  static List<Map<String, Double>> random(SplittableRandom random, int symbols, int times) {
    double[] price = new double[symbols];
    double[] beta = new double[symbols];
    double[] attendance = new double[symbols];
    int[] kind = new int[symbols];
    for (int i = 0; i < symbols; i++) {
      price[i] = Math.pow(10, random.nextDouble(-3, 6));
      beta[i] = random.nextDouble(-2, 2);
      attendance[i] = random.nextBoolean() ? 1 : random.nextDouble();
      kind[i] = random.nextInt(8);
    }
    List<Map<String, Double>> closes = new ArrayList<>();
    for (int t = 0; t < times; t++) {
      double market = random.nextGaussian();
      Map<String, Double> sameTime = new HashMap<>();
      for (int i = 0; i < symbols; i++) {
        double own = kind[i] == 1 ? 0 : random.nextGaussian();
        price[i] *= kind[i] == 0 ? 1 : Math.exp(0.01 * (beta[i] * market + own));
        if (random.nextDouble() < attendance[i]) {
          boolean extreme = kind[i] == 2 && random.nextInt(20) == 0;
          sameTime.put("S" + i, extreme ? extreme(random) : price[i]);
        }
      }
      closes.add(sameTime);
    }
    return closes;
  }

  private static double extreme(SplittableRandom random) {
    double[] extremes = {
      0, -5, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE
    };
    return extremes[random.nextInt(extremes.length)];
  }
}
