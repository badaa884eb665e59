package io.minhos.domain.safeguards;

import java.util.Random;

/**
 * Calls of known accuracy whose correctness depends on each other: a call is right where a normal
 * variable, the mean of the last h shocks over √h, lies below a threshold. So outcomes that overlap
 * are dependent and those h bars apart are not; a part ρ of the shocks' variance is common to all
 * symbols. Of thresholds at 0 the correctness then correlates by 2/π·arcsin ρ.
 */
final class SimulatedCalls {

  /** Makes correctness correlate by 0.3: sin(0.3 π/2). */
  static final double RHO = 0.45399049973954675;

  /** Normal quantiles of the accuracies (scipy.stats.norm.ppf). */
  static final double P53 = 0.0752698620998299;

  static final double P55 = 0.12566134685507416;
  static final double P58 = 0.20189347914185074;

  private final Random random;
  private final double threshold;
  private final double rho;
  private final double[][] shocks;
  private int bar;

  SimulatedCalls(Random random, double threshold, int symbols, double rho, int horizonBars) {
    this.random = random;
    this.threshold = threshold;
    this.rho = rho;
    this.shocks = new double[symbols][horizonBars];
    for (int i = 1; i < horizonBars; i++) {
      next();
    }
  }

  /** How many symbols' calls of the next bar are right. */
  int next() {
    int horizonBars = shocks[0].length;
    double common = Math.sqrt(rho) * random.nextGaussian();
    int right = 0;
    for (double[] own : shocks) {
      own[bar % horizonBars] = common + Math.sqrt(1 - rho) * random.nextGaussian();
      double sum = 0;
      for (double shock : own) {
        sum += shock;
      }
      right += sum / Math.sqrt(horizonBars) < threshold ? 1 : 0;
    }
    bar++;
    return right;
  }
}
