package io.minhos.domain.risk;

import java.io.Serializable;

/**
 * How closed trades correct what the model says.
 *
 * @param windowMillis event time over which trades count, at least 1
 * @param maxTrades trades that are remembered, the newest, at least 1
 * @param bins of equal width over the win probabilities, [0.1, 0.9]; in [1, 100]
 * @param payoffPrior trades at which a measured payoff ratio counts half, &gt; 0
 * @param calibrationPrior trades that the model's own probability counts for in a bin, &gt; 0
 * @param pooled whether payoff ratios are by symbol over all bins, to compare; see {@link
 *     PayoffRatios} for why it is not the default
 */
public record OutcomeConfig(
    long windowMillis,
    int maxTrades,
    int bins,
    double payoffPrior,
    double calibrationPrior,
    boolean pooled)
    implements Serializable {

  /** Win probabilities are kept from certainty on either side. */
  public static final double MIN_WIN_PROBABILITY = 0.1;

  public static final double MAX_WIN_PROBABILITY = 0.9;

  public OutcomeConfig {
    check("windowMillis", windowMillis >= 1, ">= 1", windowMillis);
    check("maxTrades", maxTrades >= 1, ">= 1", maxTrades);
    check("bins", bins >= 1 && bins <= 100, "in [1, 100]", bins);
    check("payoffPrior", payoffPrior > 0 && Double.isFinite(payoffPrior), "> 0", payoffPrior);
    check(
        "calibrationPrior",
        calibrationPrior > 0 && Double.isFinite(calibrationPrior),
        "> 0",
        calibrationPrior);
  }

  /** 2,000 trades of 30 days in 8 bins; priors of 30 and 50 trades; ratios by bin. */
  public static OutcomeConfig defaults() {
    return new OutcomeConfig(30L * 24 * 60 * 60 * 1000, 2000, 8, 30, 50, false);
  }

  /** {@code probability} within [0.1, 0.9]. */
  static double clipped(double probability) {
    if (Double.isNaN(probability)) {
      throw new IllegalArgumentException("winProbability must be a number: NaN");
    }
    return Math.max(MIN_WIN_PROBABILITY, Math.min(MAX_WIN_PROBABILITY, probability));
  }

  /** The bin of a win probability; the last one holds its upper end too. */
  int bin(double probability) {
    double part =
        (clipped(probability) - MIN_WIN_PROBABILITY) / (MAX_WIN_PROBABILITY - MIN_WIN_PROBABILITY);
    return Math.min(bins - 1, (int) (part * bins));
  }

  /** The middle of a bin. */
  double centre(int bin) {
    return MIN_WIN_PROBABILITY + (bin + 0.5) / bins * (MAX_WIN_PROBABILITY - MIN_WIN_PROBABILITY);
  }

  private static void check(String key, boolean valid, String bound, Number value) {
    if (!valid) {
      throw new IllegalArgumentException(
          "risk.outcomes." + key + " must be " + bound + ": " + value);
    }
  }
}
