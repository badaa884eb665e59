package io.minhos.domain.risk;

import java.io.Serializable;

/**
 * How portfolio heat is estimated and how much of it is allowed.
 *
 * @param halfLifeBars times of closing after which a return weighs half, in [1, 10000]
 * @param minReturns returns from which a symbol's own estimate is used, in [2, 10000]
 * @param shrinkage δ: weight of the identity in the correlation matrix, in [0, 1]
 * @param maxHeat heat that no entry may lead beyond, annualised volatility over equity, in (0, 10]
 * @param softHeat part of {@code maxHeat} from which entries are scaled down, in (0, 1]
 * @param toleratedCorrelation ρ₀: mean correlation up to which entries keep their size, in [0, 1]
 */
public record HeatConfig(
    double halfLifeBars,
    int minReturns,
    double shrinkage,
    double maxHeat,
    double softHeat,
    double toleratedCorrelation)
    implements Serializable {

  public HeatConfig {
    check("halfLifeBars", halfLifeBars >= 1 && halfLifeBars <= 10_000, "[1, 10000]", halfLifeBars);
    check("minReturns", minReturns >= 2 && minReturns <= 10_000, "[2, 10000]", minReturns);
    check("shrinkage", shrinkage >= 0 && shrinkage <= 1, "[0, 1]", shrinkage);
    check("maxHeat", maxHeat > 0 && maxHeat <= 10, "(0, 10]", maxHeat);
    check("softHeat", softHeat > 0 && softHeat <= 1, "(0, 1]", softHeat);
    check(
        "toleratedCorrelation",
        toleratedCorrelation >= 0 && toleratedCorrelation <= 1,
        "[0, 1]",
        toleratedCorrelation);
  }

  /** Half-life of 60 daily bars, 20 of warm-up, δ 0.1, 25 % a year and 20 % to begin with. */
  public static HeatConfig defaults() {
    return new HeatConfig(60, 20, 0.1, 0.25, 0.8, 0.3);
  }

  /** λ = 2^(−1/halfLife). */
  double decay() {
    return StrictMath.pow(2, -1 / halfLifeBars);
  }

  private static void check(String key, boolean valid, String bound, Number value) {
    if (!valid) {
      throw new IllegalArgumentException(
          "risk.heat." + key + " must be in " + bound + ": " + value);
    }
  }
}
