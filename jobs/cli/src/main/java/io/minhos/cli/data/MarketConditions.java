package io.minhos.cli.data;

/**
 * What a simulated market is like besides its planted signal. σ₀ is a bar's base volatility, 0.003.
 *
 * @param volatility times σ₀
 * @param drift mean return of a bar in σ₀, of all symbols; its sign turns
 * @param trendBars mean bars from one turn of the drift to the next; 0: it never turns
 * @param reversion part of a price's distance from its own mean of late that a bar takes back, in
 *     [0, 1)
 * @param correlation of the symbols' shocks: √ρ·common + √(1 − ρ)·own, in [0, 1]
 * @param seasonality a of the day's course of volatility and volume, 1 + a·(12(x − ½)² − 1) at the
 *     part x of the trading day: high at both ends, mean 1; in [0, 0.5]
 * @param jumpChance chance of a jump in a bar, in [0, 1]
 * @param jumpSize standard deviation of a jump in σ₀
 * @param spread ask less bid as a part of the price, which trades bounce within, in [0, 0.1]
 * @param volume times the usual
 * @param missing chance that nothing is traded in a bar, in [0, 1)
 * @param openPart part of the day in which there is trade, in (0, 1]; 1: around the clock
 * @param gap standard deviation, in σ₀, of the move from a day's last trade to the next day's first
 * @param shock a fall that hits all symbols
 */
public record MarketConditions(
    double volatility,
    double drift,
    int trendBars,
    double reversion,
    double correlation,
    double seasonality,
    double jumpChance,
    double jumpSize,
    double spread,
    double volume,
    double missing,
    double openPart,
    double gap,
    Shock shock) {

  /** None of them: a {@link PlantedMarket} as it is. */
  public static final MarketConditions PLAIN =
      new MarketConditions(1, 0, 0, 0, 0.3, 0, 0, 0, 0, 1, 0, 1, 0, Shock.NONE);

  public MarketConditions {
    check("volatility", volatility > 0, "> 0", volatility);
    check("reversion", reversion >= 0 && reversion < 1, "in [0, 1)", reversion);
    check("correlation", correlation >= 0 && correlation <= 1, "in [0, 1]", correlation);
    check("seasonality", seasonality >= 0 && seasonality <= 0.5, "in [0, 0.5]", seasonality);
    check("jumpChance", jumpChance >= 0 && jumpChance <= 1, "in [0, 1]", jumpChance);
    check("spread", spread >= 0 && spread <= 0.1, "in [0, 0.1]", spread);
    check("volume", volume > 0, "> 0", volume);
    check("missing", missing >= 0 && missing < 1, "in [0, 1)", missing);
    check("openPart", openPart > 0 && openPart <= 1, "in (0, 1]", openPart);
  }

  private static void check(String key, boolean valid, String bound, double value) {
    if (!valid) {
      throw new IllegalArgumentException(key + " must be " + bound + ": " + value);
    }
  }

  /** The day's course of volatility and volume at the part {@code x} of the trading day. */
  double season(double x) {
    return 1 + seasonality * (12 * (x - 0.5) * (x - 0.5) - 1);
  }

  /**
   * A fall of all symbols, each by β in [0.75, 1.25] times it, and how much of it comes back.
   * Volatility triples as it begins, and from its end on the excess falls by 1/e in each four times
   * its length.
   *
   * @param at where it begins, as a part of the path
   * @param bars how long it falls; 0: there is none
   * @param size log return of the whole fall, negative
   * @param recovered part of it that comes back
   * @param recoveryBars how long that takes
   */
  public record Shock(double at, int bars, double size, double recovered, int recoveryBars) {

    /** None. */
    public static final Shock NONE = new Shock(0, 0, 0, 0, 0);

    /** Log return that it adds to a bar, at β = 1. */
    double move(int bar, int of) {
      int since = bar - (int) (at * of);
      if (since < 0 || bars == 0) {
        return 0;
      }
      if (since < bars) {
        return size / bars;
      }
      return since < bars + recoveryBars ? -size * recovered / recoveryBars : 0;
    }

    /** Times the volatility of a bar. */
    double stress(int bar, int of) {
      int since = bar - (int) (at * of);
      return since < 0 || bars == 0
          ? 1
          : 1 + 2 * StrictMath.exp(-Math.max(0, since - bars) / (4.0 * bars));
    }
  }
}
