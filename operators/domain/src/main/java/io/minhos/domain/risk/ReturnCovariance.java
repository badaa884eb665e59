package io.minhos.domain.risk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Exponentially weighted volatilities and correlations of the log returns of all symbols' closes.
 *
 * <pre>
 * S ← λ·S + (1 − λ)·x·xᵀ          at each time; x has 0 for who did not trade then
 * V ← V + (1 − λ)/(1 − λⁿ)·(x² − V)  of a symbol, at its own n-th return
 * σ = √V,  R_ij = S_ij / √(S_ii·S_jj)
 * </pre>
 *
 * <p>As in RiskMetrics (J.P. Morgan, 1996, §5.2) the mean return is taken as 0. S is a sum of x·xᵀ,
 * and R a congruence of it, so both are positive semidefinite whatever the calendars. Who does not
 * trade fades from S, so S_ii is no variance; V is: the weighted mean of the squared returns, with
 * weights that sum to 1 from the first on. Symbols that never close at the same time have
 * correlation 0, and the half-life counts times at which any closes: meant for bars of one length.
 *
 * <p>What is kept is U, with S = scale·U, so a time at which m symbols close costs O(m²), however
 * many there are. U only grows until the scale is folded in, so no rounding outweighs what is left.
 *
 * <p>A close that is not positive and finite makes no return, nor does the next one.
 *
 * <p><b>Single owner</b>, as {@link PortfolioState}: an update takes over the arrays and hands them
 * on, changed. A new symbol costs a copy of all.
 *
 * @param symbols sorted; n of them
 * @param products U, lower triangle row by row, n(n + 1)/2: U_ij at i(i + 1)/2 + j for j ≤ i
 * @param scale S over U, in (0, 1]
 * @param variances V by symbol, a bar
 * @param closes last close by symbol, 0 if it makes no return
 * @param returns number of returns by symbol
 */
@SuppressWarnings("ArrayRecordComponent") // Flink writes double[] fast; states are not compared.
public record ReturnCovariance(
    List<String> symbols,
    double[] products,
    double scale,
    double[] variances,
    double[] closes,
    int[] returns) {

  /** A scale below it is folded into the products: far from where doubles lose digits. */
  private static final double LEAST_SCALE = 1e-100;

  /** Of a volatility below 1e-12 a bar: the price stands still. */
  private static final double STANDSTILL = 1e-24;

  /** S_ii/V_i of a symbol that has not traded for 20 half-lives. */
  private static final double FADED = 0x1p-20;

  private static final ReturnCovariance EMPTY =
      new ReturnCovariance(List.of(), new double[0], 1, new double[0], new double[0], new int[0]);

  /** What is known before the first close. */
  public static ReturnCovariance empty() {
    return EMPTY;
  }

  /**
   * What is known after the closes of one time.
   *
   * @param sameTime by symbol, all of that time; none changes nothing
   */
  public ReturnCovariance update(HeatConfig config, Map<String, Double> sameTime) {
    if (sameTime.isEmpty()) {
      return this;
    }
    SortedMap<String, Double> sorted = new TreeMap<>(sameTime);
    int[] at = indices(sorted.keySet());
    for (int i : at) {
      if (i < 0) {
        ReturnCovariance more = including(sorted.keySet());
        return more.folded(config.decay(), more.indices(sorted.keySet()), sorted.values());
      }
    }
    return folded(config.decay(), at, sorted.values());
  }

  /** Where {@code symbol} is, negative if it never closed. */
  public int index(String symbol) {
    return Collections.binarySearch(symbols, symbol);
  }

  /**
   * False if estimates of symbol {@code i} are worth nothing: too few returns, a price that stands
   * still, or no trade for 20 half-lives. Its correlations count as 0 then; what its volatility is
   * the caller must find elsewhere.
   */
  public boolean isKnown(HeatConfig config, int i) {
    return returns[i] >= config.minReturns()
        && variances[i] >= STANDSTILL
        && products[at(i, i)] * scale >= FADED * variances[i];
  }

  /** σ_i, a bar. */
  public double volatility(int i) {
    return Math.sqrt(variances[i]);
  }

  /** (1 − δ)·R_ij + δ·[i = j], with the row of the identity for who is not known. */
  public double correlation(HeatConfig config, int i, int j) {
    if (i == j) {
      return 1;
    }
    if (!isKnown(config, i) || !isKnown(config, j)) {
      return 0;
    }
    double correlation = product(i, j) / (norm(i) * norm(j));
    // Rounding may lead beyond.
    return (1 - config.shrinkage()) * Math.max(-1, Math.min(1, correlation));
  }

  /** √U_ii. */
  double norm(int i) {
    return Math.sqrt(products[at(i, i)]);
  }

  /** U_ij. */
  double product(int i, int j) {
    return i > j ? products[at(i, j)] : products[at(j, i)];
  }

  private int[] indices(Collection<String> named) {
    return named.stream().mapToInt(this::index).toArray();
  }

  /**
   * @param at where the symbols are that closed
   * @param closed their closes, in the same order
   */
  private ReturnCovariance folded(double decay, int[] at, Collection<Double> closed) {
    int[] traded = new int[at.length];
    double[] x = new double[at.length];
    int m = 0;
    int next = 0;
    for (double close : closed) {
      int i = at[next++];
      double previous = closes[i];
      closes[i] = close > 0 && close < Double.POSITIVE_INFINITY ? close : 0;
      if (previous > 0 && closes[i] > 0) {
        traded[m] = i;
        // Not ln(to / from), which overflows between the extremes of a double.
        x[m] = StrictMath.log(close) - StrictMath.log(previous);
        returns[i]++;
        double weight = (1 - decay) / (1 - StrictMath.pow(decay, returns[i]));
        variances[i] += weight * (x[m] * x[m] - variances[i]);
        m++;
      }
    }
    double decayed = scale * decay;
    if (decayed < LEAST_SCALE) {
      for (int k = 0; k < products.length; k++) {
        products[k] *= decayed;
      }
      decayed = 1;
    }
    double gain = (1 - decay) / decayed;
    for (int a = 0; a < m; a++) {
      int row = at(traded[a], 0);
      double gained = gain * x[a];
      for (int b = 0; b <= a; b++) {
        products[row + traded[b]] += gained * x[b];
      }
    }
    return new ReturnCovariance(symbols, products, decayed, variances, closes, returns);
  }

  /** The same, with the symbols that are new. */
  private ReturnCovariance including(Collection<String> named) {
    TreeSet<String> all = new TreeSet<>(named);
    all.addAll(symbols);
    int n = all.size();
    ReturnCovariance more =
        new ReturnCovariance(
            new ArrayList<>(all),
            new double[at(n, 0)],
            scale,
            new double[n],
            new double[n],
            new int[n]);
    int[] moved = new int[symbols.size()];
    Arrays.setAll(moved, i -> more.index(symbols.get(i)));
    for (int i = 0; i < moved.length; i++) {
      more.variances[moved[i]] = variances[i];
      more.closes[moved[i]] = closes[i];
      more.returns[moved[i]] = returns[i];
      for (int j = 0; j <= i; j++) {
        more.products[at(moved[i], moved[j])] = products[at(i, j)];
      }
    }
    return more;
  }

  /** Of i ≥ j. */
  private static int at(int i, int j) {
    return i * (i + 1) / 2 + j;
  }
}
