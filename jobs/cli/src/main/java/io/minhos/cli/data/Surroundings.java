package io.minhos.cli.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** What {@link MarketConditions} do to the bars of a path, one after the other. */
final class Surroundings {

  /** Part of a price that goes into its mean of late at each bar. */
  private static final double MEAN_OF_LATE = 1.0 / 200;

  private final MarketConditions conditions;
  private final int bars;
  private final SplittableRandom random;
  private final double[] beta;
  private final double[] gap;
  private final double[] mean;
  private int bar = -1;
  private double direction = 1;

  /**
   * @param bars of the whole path
   */
  Surroundings(MarketConditions conditions, int symbols, int bars, SplittableRandom random) {
    this.conditions = conditions;
    this.bars = bars;
    this.random = random;
    beta = new double[symbols];
    Arrays.setAll(beta, symbol -> 0.75 + random.nextDouble() / 2);
    gap = new double[symbols];
    mean = new double[symbols];
    Arrays.fill(mean, Double.NaN);
  }

  /**
   * Goes on by a bar.
   *
   * @param opening whether it is the first after a time without trade
   */
  void step(boolean opening) {
    bar++;
    if (conditions.trendBars() > 0 && random.nextDouble() * conditions.trendBars() < 1) {
      direction = -direction;
    }
    Arrays.fill(gap, 1);
    if (opening) {
      double scale = conditions.gap() * HiddenState.BASE_VOLATILITY;
      double market = random.nextGaussian();
      for (int i = 0; i < gap.length; i++) {
        double drawn =
            Math.sqrt(conditions.correlation()) * market
                + Math.sqrt(1 - conditions.correlation()) * random.nextGaussian();
        gap[i] = StrictMath.exp(scale * drawn);
      }
    }
  }

  /** Times the price from the last trade to the first of this bar. */
  double gap(int symbol) {
    return gap[symbol];
  }

  /** Times the volatility. */
  double stress() {
    return conditions.shock().stress(bar, bars);
  }

  /** Return that comes to the one of shock and signal. */
  double move(int symbol, double price) {
    double log = StrictMath.log(price);
    mean[symbol] =
        Double.isNaN(mean[symbol]) ? log : mean[symbol] + MEAN_OF_LATE * (log - mean[symbol]);
    double jump =
        conditions.jumpChance() > 0 && random.nextDouble() < conditions.jumpChance()
            ? conditions.jumpSize() * random.nextGaussian()
            : 0;
    return HiddenState.BASE_VOLATILITY * (conditions.drift() * direction + jump)
        + conditions.reversion() * (mean[symbol] - log)
        + StrictMath.expm1(beta[symbol] * conditions.shock().move(bar, bars));
  }

  /** Times a middle price: a trade is at the bid or the ask. */
  double bounce() {
    return conditions.spread() == 0
        ? 1
        : random.nextBoolean() ? 1 + conditions.spread() / 2 : 1 - conditions.spread() / 2;
  }

  /** Whether anything is traded in a symbol's bar. */
  boolean traded() {
    return conditions.missing() == 0 || random.nextDouble() >= conditions.missing();
  }
}
