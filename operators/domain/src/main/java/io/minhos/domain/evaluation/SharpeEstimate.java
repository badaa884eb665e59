package io.minhos.domain.evaluation;

/**
 * A Sharpe ratio with what is needed to say how sure it is, in units of one period: Bailey and
 * López de Prado, The Sharpe Ratio Efficient Frontier (2012) and The Deflated Sharpe Ratio (2014).
 *
 * @param periods T, returns that it was estimated from
 * @param ratio SR, mean over standard deviation (of n); 0 where the returns do not differ
 * @param skewness γ₃; 0 of a normal distribution
 * @param kurtosis γ₄; 3 of a normal distribution
 */
public record SharpeEstimate(int periods, double ratio, double skewness, double kurtosis) {

  /** Euler and Mascheroni's γ. */
  private static final double GAMMA = 0.5772156649015329;

  /** Of the returns of periods of equal length. */
  public static SharpeEstimate of(double[] returns) {
    int n = returns.length;
    double mean = Accuracy.mean(returns);
    double second = 0;
    double third = 0;
    double fourth = 0;
    for (double value : returns) {
      double d = value - mean;
      second += d * d / n;
      third += d * d * d / n;
      fourth += d * d * d * d / n;
    }
    return second > 0
        ? new SharpeEstimate(
            n,
            mean / Math.sqrt(second),
            third / (second * Math.sqrt(second)),
            fourth / (second * second))
        : new SharpeEstimate(n, 0, 0, 3);
  }

  /**
   * The probabilistic Sharpe ratio: the chance that the true one is above {@code benchmark}, Φ((SR
   * − SR*)·√(T − 1)/√(1 − γ₃·SR + (γ₄ − 1)/4·SR²)). 0 below two periods.
   */
  public double probability(double benchmark) {
    return periods < 2
        ? 0
        : Normal.cdf((ratio - benchmark) * Math.sqrt(periods - 1.0) / Math.sqrt(scatter()));
  }

  /**
   * The deflated Sharpe ratio: the chance that the true one is above the best that {@code trials}
   * without any skill would have shown, {@link #expectedMaximum}.
   *
   * @param trials how many were tried, at least 1
   * @param variance of their Sharpe ratios
   */
  public double deflated(int trials, double variance) {
    return probability(expectedMaximum(trials, variance));
  }

  /**
   * The greatest of N independent estimates of a Sharpe ratio of 0, as expected: √V·((1 − γ)·Φ⁻¹(1
   * − 1/N) + γ·Φ⁻¹(1 − 1/(N·e))); 0 of one.
   */
  public static double expectedMaximum(int trials, double variance) {
    if (trials <= 1) {
      return 0;
    }
    return Math.sqrt(variance)
        * ((1 - GAMMA) * Normal.quantile(1 - 1.0 / trials)
            + GAMMA * Normal.quantile(1 - 1 / (trials * Math.E)));
  }

  /** (1 − γ₃·SR + (γ₄ − 1)/4·SR²)/(T − 1): how much the estimate scatters around the truth. */
  public double variance() {
    return scatter() / (periods - 1.0);
  }

  /**
   * The minimum track record length: periods from which the Sharpe ratio would be above {@code
   * benchmark} with {@code confidence}, 1 + (1 − γ₃·SR + (γ₄ − 1)/4·SR²)·(Φ⁻¹(confidence)/(SR −
   * SR*))². Infinite where it is not above it.
   */
  public double minTrackRecord(double benchmark, double confidence) {
    double above = ratio - benchmark;
    if (!(above > 0)) {
      return Double.POSITIVE_INFINITY;
    }
    double quantile = Normal.quantile(confidence) / above;
    return 1 + scatter() * quantile * quantile;
  }

  private double scatter() {
    return 1 - skewness * ratio + (kurtosis - 1) / 4 * ratio * ratio;
  }
}
