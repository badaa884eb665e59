package io.minhos.domain.risk;

import io.minhos.domain.evaluation.IsotonicCalibration;
import io.minhos.domain.evaluation.ScoreCounts;
import java.util.Arrays;

/**
 * Moves win probabilities towards the rates at which trades were won lately, without training.
 *
 * <p>A bin's mean predicted probability m is corrected to the mean of a beta posterior whose prior
 * is m itself, worth s = calibrationPrior trades: (wins + s·m)/(trades + s). A bin without trades
 * keeps its centre. Corrected values that fall are pooled ({@link IsotonicCalibration}), each
 * weighing trades + s. In between it is linear; beyond the first and last mean it goes on with
 * their shift; all is kept in [0.1, 0.9]. Without any trade it is the identity there.
 *
 * <p>It sees the trades that were entered alone: where none are, what the model says stands.
 *
 * @param curve corrected over predicted, null without trades
 */
public record OnlineCalibration(IsotonicCalibration curve) {

  /** The calibration by those trades. */
  public static OnlineCalibration of(TradeOutcomes outcomes, OutcomeConfig config) {
    if (outcomes.size() == 0) {
      return new OnlineCalibration(null);
    }
    double[] predicted = new double[config.bins()];
    int[] trades = new int[config.bins()];
    int[] wins = new int[config.bins()];
    for (int i = 0; i < outcomes.size(); i++) {
      int bin = config.bin(outcomes.winProbabilities()[i]);
      predicted[bin] += outcomes.winProbabilities()[i];
      trades[bin]++;
      wins[bin] += outcomes.netReturns()[i] > 0 ? 1 : 0;
    }
    ScoreCounts posterior = ScoreCounts.empty();
    for (int bin = 0; bin < trades.length; bin++) {
      double mean = trades[bin] == 0 ? config.centre(bin) : predicted[bin] / trades[bin];
      double prior = config.calibrationPrior();
      double won = wins[bin] + prior * mean;
      double lost = trades[bin] - wins[bin] + prior * (1 - mean);
      posterior =
          posterior.plus(
              new ScoreCounts(new double[] {mean}, new double[] {won}, new double[] {lost}));
    }
    return new OnlineCalibration(extended(IsotonicCalibration.fit(posterior)));
  }

  /** Goes on with slope 1 to either end of the range. */
  private static IsotonicCalibration extended(IsotonicCalibration fit) {
    double[] scores = fit.scores();
    double[] values = fit.values();
    int last = scores.length - 1;
    double[] x = new double[scores.length + 2];
    double[] y = new double[scores.length + 2];
    int n = 0;
    double low = OutcomeConfig.MIN_WIN_PROBABILITY;
    if (low < scores[0]) {
      x[n] = low;
      y[n++] = values[0] - (scores[0] - low);
    }
    System.arraycopy(scores, 0, x, n, scores.length);
    System.arraycopy(values, 0, y, n, scores.length);
    n += scores.length;
    double high = OutcomeConfig.MAX_WIN_PROBABILITY;
    if (scores[last] < high) {
      x[n] = high;
      y[n++] = values[last] + (high - scores[last]);
    }
    return new IsotonicCalibration(Arrays.copyOf(x, n), Arrays.copyOf(y, n));
  }

  /** The corrected win probability, in [0.1, 0.9], never falling as the model's rises. */
  public double apply(double winProbability) {
    double clipped = OutcomeConfig.clipped(winProbability);
    return curve == null ? clipped : OutcomeConfig.clipped(curve.apply(clipped));
  }
}
