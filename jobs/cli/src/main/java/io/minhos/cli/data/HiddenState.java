package io.minhos.cli.data;

import java.util.SplittableRandom;

/**
 * What moves the prices of a {@link PlantedMarket}, for all its symbols. Per symbol, each of mean 0
 * and variance 1:
 *
 * <ul>
 *   <li>ε, the shock of a bar's return, correlated across symbols by a common factor
 *   <li>M, momentum: AR(1) 0.97 driven by ε, so past returns show it
 *   <li>v, activity: AR(1) 0.5, seen in the volume
 *   <li>w, turbulence: AR(1) 0.98, seen in the volatility
 *   <li>s = M(1 + cos θ·v − sin θ·w)/√2, what the next return leans to: none of the three tells it
 *       alone
 * </ul>
 */
final class HiddenState {

  private static final double MOMENTUM = 0.97;
  private static final double ACTIVITY = 0.5;
  private static final double TURBULENCE = 0.98;

  /** θ: activity and turbulence count alike. */
  private static final double ANGLE = Math.PI / 4;

  static final double BASE_VOLATILITY = 0.003;
  private static final double VOLATILITY_OF_TURBULENCE = 0.35;
  private static final double VOLATILITY_NOISE = 0.2;
  private static final double TRIPLING_CHANCE = 0.01;

  private final SplittableRandom random;
  private final double correlation;
  private final double[] shock;
  private final double[] momentum;
  private final double[] activity;
  private final double[] turbulence;
  private final double[] volatility;

  HiddenState(int symbols, SplittableRandom random) {
    this(symbols, MarketConditions.PLAIN.correlation(), random);
  }

  /**
   * @param correlation of ε across symbols
   */
  HiddenState(int symbols, double correlation, SplittableRandom random) {
    this.random = random;
    this.correlation = correlation;
    shock = new double[symbols];
    momentum = new double[symbols];
    activity = new double[symbols];
    turbulence = new double[symbols];
    volatility = new double[symbols];
    drawShocks();
    for (int i = 0; i < symbols; i++) {
      momentum[i] = shock[i];
      activity[i] = random.nextGaussian();
      turbulence[i] = random.nextGaussian();
    }
  }

  /** Goes on by a bar. */
  void step() {
    drawShocks();
    for (int i = 0; i < shock.length; i++) {
      momentum[i] = next(MOMENTUM, momentum[i], shock[i]);
      activity[i] = next(ACTIVITY, activity[i], random.nextGaussian());
      turbulence[i] = next(TURBULENCE, turbulence[i], random.nextGaussian());
      double spread =
          VOLATILITY_OF_TURBULENCE * turbulence[i] + VOLATILITY_NOISE * random.nextGaussian();
      double tripled = random.nextDouble() < TRIPLING_CHANCE ? 3 : 1;
      volatility[i] = BASE_VOLATILITY * tripled * StrictMath.exp(spread);
    }
  }

  double shock(int symbol) {
    return shock[symbol];
  }

  double activity(int symbol) {
    return activity[symbol];
  }

  double turbulence(int symbol) {
    return turbulence[symbol];
  }

  /** σ of this bar: 0.003·e^{0.35w}·e^{0.2N}, three times that in one bar of a hundred. */
  double volatility(int symbol) {
    return volatility[symbol];
  }

  /** s, known at this bar, of the next one. */
  double signal(int symbol) {
    double lean =
        1 + StrictMath.cos(ANGLE) * activity[symbol] - StrictMath.sin(ANGLE) * turbulence[symbol];
    return momentum[symbol] * lean / Math.sqrt(2);
  }

  private static double next(double persistence, double value, double shock) {
    return persistence * value + Math.sqrt(1 - persistence * persistence) * shock;
  }

  private void drawShocks() {
    double market = random.nextGaussian();
    for (int i = 0; i < shock.length; i++) {
      shock[i] =
          Math.sqrt(correlation) * market + Math.sqrt(1 - correlation) * random.nextGaussian();
    }
  }
}
