package io.minhos.domain.risk;

import java.util.HashMap;
import java.util.Map;

/**
 * What a win brings for what a loss costs, b, as closed trades showed it, by bin of win
 * probability.
 *
 * <pre>
 * b = exp(n/(n + n₀) · ln(mean net win / mean |net loss|)),  n = min(wins, losses), n₀ = payoffPrior
 * </pre>
 *
 * <p>Shrunk to 1 on the logarithmic scale, on which b and 1/b are equally far from it: half way at
 * n = n₀; 1 where n = 0 or where no loss cost anything. A trade that broke even is a loss of 0.
 *
 * <p>By bin, and not one ratio for all: a signal that raises the chance to win makes wins larger
 * and losses smaller too. A pooled ratio is above 1 because of the trades that had an edge;
 * together with a probability that is conditional on the signal it pays that edge a second time,
 * and bets on trades which have none. {@code pooled} keeps that ratio, by symbol, to compare.
 *
 * @param config bins, prior, pooled
 * @param byBin b by bin, 1 each where pooled
 * @param bySymbol b by symbol, empty unless pooled
 */
public record PayoffRatios(OutcomeConfig config, double[] byBin, Map<String, Double> bySymbol) {

  /** The ratios of those trades. */
  public static PayoffRatios of(TradeOutcomes outcomes, OutcomeConfig config) {
    Payoff[] bins = new Payoff[config.bins()];
    for (int bin = 0; bin < bins.length; bin++) {
      bins[bin] = new Payoff();
    }
    Map<String, Payoff> symbols = new HashMap<>();
    for (int i = 0; i < outcomes.size(); i++) {
      Payoff payoff =
          config.pooled()
              ? symbols.computeIfAbsent(outcomes.symbols().get(i), symbol -> new Payoff())
              : bins[config.bin(outcomes.winProbabilities()[i])];
      payoff.add(outcomes.netReturns()[i]);
    }
    double[] byBin = new double[bins.length];
    for (int bin = 0; bin < bins.length; bin++) {
      byBin[bin] = bins[bin].ratio(config.payoffPrior());
    }
    Map<String, Double> bySymbol = new HashMap<>();
    symbols.forEach((symbol, payoff) -> bySymbol.put(symbol, payoff.ratio(config.payoffPrior())));
    return new PayoffRatios(config, byBin, bySymbol);
  }

  /**
   * b for a trade.
   *
   * @param winProbability what the model says, not yet recalibrated, as trades are remembered
   */
  public double ratio(String symbol, double winProbability) {
    return config.pooled() ? bySymbol.getOrDefault(symbol, 1.0) : byBin[config.bin(winProbability)];
  }

  /** Sums of wins and losses, in order of the trades. */
  private static final class Payoff {
    private int wins;
    private int losses;
    private double won;
    private double lost;

    void add(double netReturn) {
      if (netReturn > 0) {
        wins++;
        won += netReturn;
      } else {
        losses++;
        lost -= netReturn;
      }
    }

    double ratio(double prior) {
      if (wins == 0 || !(lost > 0)) {
        return 1;
      }
      double n = Math.min(wins, losses);
      return StrictMath.exp(n / (n + prior) * StrictMath.log(won / wins / (lost / losses)));
    }
  }
}
