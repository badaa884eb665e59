package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReturnCovarianceTest {

  private static final Offset<Double> EXACT = within(1e-12);

  private static HeatConfig config(double halfLife, int minReturns, double shrinkage) {
    return new HeatConfig(halfLife, minReturns, shrinkage, 0.25, 0.8, 0.3);
  }

  /**
   * NumPy 2.4: x of shape (3, 8) with 0 where no return is, w = λ^(7 − t)·(1 − λ), S = (x·w) @ x.T;
   * σ² = Σ λ^(n − 1 − k)·x_k² / Σ λ^(n − 1 − k) over a symbol's own n returns.
   */
  @Test
  void agreesWithNumPy() {
    HeatConfig config = config(3, 5, 0.2);
    ReturnCovariance known = Closes.example(config);
    assertThat(known.symbols()).containsExactly("A", "B", "C");
    assertThat(known.returns()).containsExactly(6, 6, 5);
    assertThat(known.volatility(0)).isEqualTo(0.014060158610615275, EXACT);
    assertThat(known.volatility(1)).isEqualTo(0.012515609080799612, EXACT);
    assertThat(known.volatility(2)).isEqualTo(0.016219198794204217, EXACT);
    assertThat(known.correlation(config, 0, 1)).isEqualTo(0.5739379129778052, EXACT);
    assertThat(known.correlation(config, 2, 0)).isEqualTo(-0.27677448483925654, EXACT);
    assertThat(known.correlation(config, 1, 2)).isEqualTo(-0.3673864997770466, EXACT);
    assertThat(known.correlation(config, 2, 1)).isEqualTo(known.correlation(config, 1, 2));
    assertThat(known.correlation(config, 1, 1)).isEqualTo(1);
  }

  @Test
  void aSymbolOfFewReturnsIsNotKnown() {
    HeatConfig config = config(3, 6, 0.2);
    ReturnCovariance known = Closes.example(config);
    assertThat(known.isKnown(config, 0)).isTrue();
    assertThat(known.isKnown(config, 2)).isFalse();
    assertThat(known.correlation(config, 0, 2)).isZero();
    assertThat(known.correlation(config, 2, 2)).isEqualTo(1);
    assertThat(known.index("C")).isEqualTo(2);
    assertThat(known.index("D")).isNegative();
    assertThat(ReturnCovariance.empty().index("A")).isNegative();
  }

  @Test
  void aPriceThatStandsStillIsNotKnown() {
    HeatConfig config = config(3, 2, 0);
    ReturnCovariance known =
        Closes.fold(config, Collections.nCopies(500, Map.of("A", 7.0, "B", 8.0)));
    assertThat(known.returns()).containsExactly(499, 499);
    assertThat(known.volatility(0)).isZero();
    assertThat(known.isKnown(config, 0)).isFalse();
    assertThat(known.correlation(config, 0, 1)).isZero();
  }

  /** It keeps its volatility, and its correlation, which both sides forget alike, for a while. */
  @Test
  void aSymbolThatTradesNoMoreIsForgotten() {
    HeatConfig config = config(10, 2, 0);
    List<Map<String, Double>> closes = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(5);
    for (int t = 0; t < 400; t++) {
      double price = Math.exp(0.01 * random.nextGaussian());
      closes.add(t < 100 ? Map.of("A", price, "B", 1 / price) : Map.of("A", price));
    }
    ReturnCovariance before = Closes.fold(config, closes.subList(0, 100));
    double volatility = before.volatility(1);
    assertThat(before.correlation(config, 0, 1)).isEqualTo(-1, EXACT);
    ReturnCovariance later = Closes.fold(config, closes.subList(0, 250));
    assertThat(later.volatility(1)).isEqualTo(volatility);
    assertThat(later.isKnown(config, 1)).isTrue();
    assertThat(later.correlation(config, 0, 1)).isBetween(-0.1, 0.0);
    ReturnCovariance last = Closes.fold(config, closes);
    assertThat(last.volatility(1)).isEqualTo(volatility);
    assertThat(last.isKnown(config, 1)).isFalse();
    assertThat(last.isKnown(config, 0)).isTrue();
  }

  @Test
  void orderWithinATimeDoesNotMatter() {
    HeatConfig config = HeatConfig.defaults();
    List<Map<String, Double>> closes = Closes.random(new SplittableRandom(11), 40, 200);
    List<Map<String, Double>> shuffled = new ArrayList<>();
    Random order = new Random(3);
    for (Map<String, Double> sameTime : closes) {
      List<String> symbols = new ArrayList<>(sameTime.keySet());
      Collections.shuffle(symbols, order);
      Map<String, Double> again = new LinkedHashMap<>();
      symbols.forEach(symbol -> again.put(symbol, sameTime.get(symbol)));
      shuffled.add(again);
    }
    ReturnCovariance one = Closes.fold(config, closes);
    ReturnCovariance other = Closes.fold(config, shuffled);
    assertThat(one.products()).containsExactly(other.products());
    assertThat(one.variances()).containsExactly(other.variances());
    assertThat(one.symbols()).isEqualTo(other.symbols());
  }

  /** With a half-life of 1 the scale is folded in every 332 times. */
  @Test
  void lazyDecayEqualsEagerDecay() {
    HeatConfig config = config(1, 2, 0);
    int n = 6;
    SplittableRandom random = new SplittableRandom(17);
    double[] last = new double[n];
    double[][] eager = new double[n][n];
    ReturnCovariance lazy = ReturnCovariance.empty();
    int folded = 0;
    for (int t = 0; t < 2_000; t++) {
      Map<String, Double> closes = new LinkedHashMap<>();
      double[] x = new double[n];
      for (int i = 0; i < n; i++) {
        if (i == 0 || random.nextInt(3) > 0) {
          double close = 100 * Math.exp(0.1 * random.nextGaussian());
          closes.put("S" + i, close);
          x[i] = last[i] > 0 ? Math.log(close / last[i]) : 0;
          last[i] = close;
        }
      }
      double scale = lazy.scale();
      lazy = lazy.update(config, closes);
      folded += lazy.scale() > scale ? 1 : 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          eager[i][j] = 0.5 * eager[i][j] + 0.5 * x[i] * x[j];
          double norm = t < 50 ? 1 : Math.sqrt(eager[i][i] * eager[j][j]);
          int packed = i * (i + 1) / 2 + j;
          double product = packed < lazy.products().length ? lazy.products()[packed] : 0;
          if (t >= 50) {
            assertThat(product * lazy.scale() / norm).isEqualTo(eager[i][j] / norm, within(1e-9));
          }
        }
      }
    }
    assertThat(folded).isEqualTo(6);
  }

  /** 10,000 markets; Cholesky of R + 1e-12·I with δ = 0 succeeds if no eigenvalue is below. */
  @Test
  void isPositiveSemidefinite() {
    SplittableRandom random = new SplittableRandom(23);
    int singular = 0;
    int unknown = 0;
    for (int run = 0; run < 10_000; run++) {
      HeatConfig config = config(Math.pow(10, random.nextDouble(0, 2.5)), 2, 0);
      int n = 2 + random.nextInt(9);
      ReturnCovariance known =
          Closes.fold(config, Closes.random(random.split(), n, 3 + random.nextInt(60)));
      int size = known.symbols().size();
      double[][] r = new double[size][size];
      for (int i = 0; i < size; i++) {
        unknown += known.isKnown(config, i) ? 0 : 1;
        assertThat(known.volatility(i)).isFinite();
        for (int j = 0; j < size; j++) {
          r[i][j] = known.correlation(config, i, j);
          assertThat(r[i][j]).isBetween(-1.0, 1.0);
        }
      }
      assertThat(smallestPivot(r, 1e-12)).as("run %d", run).isPositive();
      singular += smallestPivot(r, 0) < 1e-9 ? 1 : 0;
    }
    // The hard cases are there: symbols that double each other, fewer times than symbols.
    assertThat(singular).isGreaterThan(500);
    assertThat(unknown).isGreaterThan(500);
  }

  /** Of the Cholesky decomposition of {@code matrix} + {@code lift}·I; at most 0 if it fails. */
  private static double smallestPivot(double[][] matrix, double lift) {
    int n = matrix.length;
    double[][] l = new double[n][n];
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j] + (i == j ? lift : 0);
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        if (i == j) {
          smallest = Math.min(smallest, sum);
          if (!(sum > 0)) {
            return sum;
          }
          l[i][i] = Math.sqrt(sum);
        } else {
          l[i][j] = sum / l[j][j];
        }
      }
    }
    return smallest;
  }
}
