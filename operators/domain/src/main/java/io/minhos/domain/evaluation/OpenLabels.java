package io.minhos.domain.evaluation;

import io.minhos.domain.features.Returns;
import io.minhos.domain.market.Bar;
import java.util.Arrays;
import java.util.Optional;

/**
 * The last bars of one symbol, at most h, that wait for their label. A fold: for each bar, first
 * ask what it {@link #completes}, then go on with {@link #plus}. A bar whose horizon holds a gap
 * ({@link LabelConfig#maxMissingBars}) or reaches beyond the last bar never gets one.
 *
 * @param symbol instrument, null before the first bar
 * @param closeTime closeTime of the last bar
 * @param times event times of those that wait, oldest first
 * @param closes their closes
 * @param volatilities their σ, NaN while unknown
 */
public record OpenLabels(
    String symbol, long closeTime, long[] times, double[] closes, double[] volatilities) {

  private static final OpenLabels EMPTY =
      new OpenLabels(null, 0, new long[0], new double[0], new double[0]);

  /** The state before the first bar. */
  public static OpenLabels empty() {
    return EMPTY;
  }

  /**
   * The label of the bar that lies h bars before {@code bar}. None if there is no such bar, a gap
   * in between, or no σ &gt; 0 to measure by.
   */
  public Optional<ReturnLabel> completes(Bar bar, LabelConfig config) {
    if (times.length < config.horizonBars() || gap(bar, config)) {
      return Optional.empty();
    }
    int oldest = times.length - config.horizonBars();
    double volatility = volatilities[oldest];
    if (!(volatility > 0)) {
      return Optional.empty();
    }
    double realised = Returns.log(closes[oldest], bar.close());
    double value = realised / (config.volatilities() * volatility);
    return Optional.of(
        new ReturnLabel(
            symbol, times[oldest], bar.time(), realised, Math.max(-1, Math.min(1, value))));
  }

  /**
   * The state after {@code bar}.
   *
   * @param volatility σₜ: standard deviation of a bar's log return, from bars up to this one only
   *     (the volatility of the feature state's indicators); NaN while unknown
   */
  public OpenLabels plus(Bar bar, double volatility, LabelConfig config) {
    int kept = gap(bar, config) ? 0 : Math.min(times.length, config.horizonBars() - 1);
    return new OpenLabels(
        bar.symbol(),
        bar.closeTime(),
        push(times, kept, bar.time()),
        push(closes, kept, bar.close()),
        push(volatilities, kept, volatility));
  }

  private boolean gap(Bar bar, LabelConfig config) {
    if (symbol == null) {
      return false;
    }
    if (!symbol.equals(bar.symbol())) {
      throw new IllegalArgumentException("symbol must be " + symbol + ": " + bar.symbol());
    }
    return BarGaps.between(closeTime, bar, config.maxMissingBars());
  }

  private static long[] push(long[] values, int kept, long value) {
    long[] next = Arrays.copyOfRange(values, values.length - kept, values.length + 1);
    next[kept] = value;
    return next;
  }

  private static double[] push(double[] values, int kept, double value) {
    double[] next = Arrays.copyOfRange(values, values.length - kept, values.length + 1);
    next[kept] = value;
    return next;
  }
}
