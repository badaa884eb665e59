package io.minhos.domain.safeguards;

/**
 * How far a feature's values have moved from those of training: the population stability index PSI
 * = Σ (aᵢ − eᵢ) ln(aᵢ/eᵢ) over bins, a of live and e of training values (Siddiqi 2006, Credit Risk
 * Scorecards: below 0.1 little, above 0.25 a major change). An empty bin counts as half a value, so
 * it is no infinity. It is not negative.
 *
 * <p>Without any drift PSI/(1/n + 1/m) is distributed as χ² with B − 1 degrees of freedom, of n
 * live and m training values which are independent (Yurdakul 2018, Statistical properties of the
 * population stability index): it is (B − 1)(1/n + 1/m) in the mean, {@link #noise}, with a
 * standard deviation of √(2(B − 1))·(1/n + 1/m). A feature that changes slowly has fewer
 * independent values than bars: the window must be long against it.
 *
 * @param index PSI, 0 without live values
 * @param noise its mean without drift, infinite without live values
 * @param deviation its standard deviation without drift, infinite without live values
 * @param samples n
 */
public record PopulationStability(double index, double noise, double deviation, long samples) {

  private static final double FLOOR = 0.5;

  /** Standard deviations above the noise that are no drift: beyond them is χ² once in 500. */
  private static final double REACH = 4;

  /**
   * Of counts by bin.
   *
   * @param fractions of the training values, by the same bins
   * @param trained how many training values there were, m
   */
  public static PopulationStability of(double[] fractions, long trained, long[] counts) {
    long samples = 0;
    for (long count : counts) {
      samples += count;
    }
    if (samples == 0) {
      return new PopulationStability(0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
    }
    double index = 0;
    for (int i = 0; i < counts.length; i++) {
      double live = Math.max(FLOOR, (double) counts[i]) / samples;
      double expected = Math.max(FLOOR / trained, fractions[i]);
      index += (live - expected) * StrictMath.log(live / expected);
    }
    double scale = 1.0 / samples + 1.0 / trained;
    int degrees = counts.length - 1;
    return new PopulationStability(
        index, degrees * scale, Math.sqrt(2.0 * degrees) * scale, samples);
  }

  /** Whether that is a drift: beyond the bound and beyond what sampling makes. */
  public boolean drifted(DriftConfig config) {
    return samples >= config.minSamples()
        && index > config.bound()
        && index > noise + REACH * deviation;
  }
}
