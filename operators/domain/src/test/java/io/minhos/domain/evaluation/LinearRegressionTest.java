package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinearRegressionTest {

  @Test
  void findsTheLineThatIsThere() {
    LinearFit fit = new LinearFit(2);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 50; i++) {
      double[] x = {random.nextGaussian(), 1e5 + random.nextGaussian()};
      fit.add(x, 7 - 2 * x[0] + 0.5 * x[1], 1);
    }
    LinearRegression model = LinearRegression.fit(fit.sums(), true);
    assertThat(model.coefficients()).containsExactly(new double[] {-2, 0.5}, within(1e-9));
    assertThat(model.intercept()).isEqualTo(7, within(1e-4));
    assertThat(model.predict(new double[] {1, 1e5})).isEqualTo(50_005, within(1e-6));
  }

  /** By hand: y = 1, 3, 2 at x = 0, 1, 2, the last row twice. */
  @Test
  void weightsCountRows() {
    LinearFit weighted = new LinearFit(1);
    LinearFit repeated = new LinearFit(1);
    double[] y = {1, 3, 2};
    for (int x = 0; x < 3; x++) {
      weighted.add(new double[] {x}, y[x], x == 2 ? 2 : 1);
      repeated.add(new double[] {x}, y[x], 1);
    }
    repeated.add(new double[] {2}, 2, 1);
    weighted.add(new double[] {9}, 1_000, 0);
    LinearRegression model = LinearRegression.fit(weighted.sums(), true);
    // x̄ = 5/4, ȳ = 2, Sxy = 11 − 10 = 1, Sxx = 9 − 25/4 = 11/4.
    assertThat(model.coefficients()[0]).isEqualTo(4 / 11.0, within(1e-15));
    assertThat(model.intercept()).isEqualTo(2 - 5 / 11.0, within(1e-15));
    assertThat(LinearRegression.fit(repeated.sums(), true).coefficients())
        .containsExactly(model.coefficients());
    LinearRegression origin = LinearRegression.fit(repeated.sums(), false);
    assertThat(origin.coefficients()[0]).isEqualTo(11 / 9.0, within(1e-15));
    assertThat(origin.intercept()).isZero();
  }

  /** Filippelli's kind of trouble: powers up to x⁵ on [9, 11] are nearly collinear. */
  @Test
  void isRightWhereColumnsAreNearlyCollinear() {
    double[] truth = {1, -2, 3, -4, 5};
    LinearFit fit = new LinearFit(5);
    for (int i = 0; i <= 200; i++) {
      double x = 9 + i / 100.0;
      double[] powers = new double[5];
      double y = 0;
      for (int p = 0; p < 5; p++) {
        powers[p] = Math.pow((x - 9.5) * 2, p + 1);
        y += truth[p] * powers[p];
      }
      fit.add(powers, y, 1);
    }
    assertThat(LinearRegression.fit(fit.sums(), true).coefficients())
        .containsExactly(truth, within(1e-11));
  }

  @Test
  void constantAndDependentColumnsGetNothing() {
    LinearFit fit = new LinearFit(4);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 100; i++) {
      double x = random.nextGaussian();
      fit.add(new double[] {0.1, x, 3 * x, 0}, 2 * x + 1, 1);
    }
    LinearRegression model = LinearRegression.fit(fit.sums(), true);
    assertThat(model.coefficients()[0]).isZero();
    assertThat(model.coefficients()[3]).isZero();
    assertThat(model.coefficients()[1] * model.coefficients()[2]).isZero();
    assertThat(model.predict(new double[] {0.1, 5, 15, 0})).isEqualTo(11, within(1e-12));
  }

  @Test
  void fewerRowsThanFeaturesAreFittedExactly() {
    LinearFit fit = new LinearFit(3);
    fit.add(new double[] {1, 2, 3}, 4, 1);
    fit.add(new double[] {2, 1, 7}, -1, 1);
    LinearRegression model = LinearRegression.fit(fit.sums(), true);
    assertThat(model.predict(new double[] {1, 2, 3})).isEqualTo(4, within(1e-12));
    assertThat(model.predict(new double[] {2, 1, 7})).isEqualTo(-1, within(1e-12));
  }

  @Test
  void statesItsBounds() {
    LinearFit fit = new LinearFit(1);
    assertThatThrownBy(() -> LinearRegression.fit(fit.sums(), true))
        .hasMessage("weights must sum to more than 0: 0.0");
    assertThatThrownBy(() -> fit.add(new double[] {1}, Double.NaN, 1))
        .hasMessage("label must be finite: NaN");
    assertThatThrownBy(() -> fit.add(new double[] {1}, 1, -1))
        .hasMessage("weight must be >= 0: -1.0");
    assertThatThrownBy(() -> fit.add(LinearSums.empty(2))).hasMessage("features must be 1: 2");
    assertThatThrownBy(() -> new LinearFit(0)).hasMessage("features must be >= 1: 0");
  }
}
