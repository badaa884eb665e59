package io.minhos.domain.evaluation;

/**
 * Platt's calibration: 1/(1 + exp(a·s + b)) of a score s (Platt 1999), a &lt; 0 where higher scores
 * win more often. The targets are smoothed, (N₊ + 1)/(N₊ + 2) for a win and 1/(N₋ + 2) for a loss,
 * so that separable scores and a single class keep a finite answer. Fitted to the cross entropy by
 * Newton's method with backtracking (Lin, Lin and Weng 2007), as scikit-learn's {@code
 * CalibratedClassifierCV(method="sigmoid")} is by L-BFGS.
 *
 * @param a slope
 * @param b offset
 */
public record PlattCalibration(double a, double b) {

  private static final int MAX_ITERATIONS = 100;

  /** Decrease of the whole cross entropy below which one more step is the last. */
  private static final double CONVERGED = 1e-10;

  /** Lin, Lin and Weng's: of the Hessian's diagonal, the least step, sufficient decrease. */
  private static final double RIDGE = 1e-12;

  private static final double MIN_STEP = 1e-10;
  private static final double ARMIJO = 1e-4;

  public PlattCalibration {
    Rows.finite("a", a);
    Rows.finite("b", b);
  }

  /** Of rows of weight 1, at least one. Scores that are all equal give a = 0. */
  public static PlattCalibration fit(double[] score, boolean[] outcome) {
    Rows.same(score.length, outcome.length);
    int wins = 0;
    for (boolean win : outcome) {
      wins += win ? 1 : 0;
    }
    double high = (wins + 1.0) / (wins + 2.0);
    double low = 1 / (outcome.length - wins + 2.0);
    double[] target = new double[outcome.length];
    for (int i = 0; i < target.length; i++) {
      target[i] = outcome[i] ? high : low;
    }
    return fit(score, target);
  }

  /** Of targets in [0, 1], as they are: plain logistic regression of one feature. */
  static PlattCalibration fit(double[] score, double[] target) {
    if (score.length == 0) {
      throw new IllegalArgumentException("rows must be > 0: 0");
    }
    double mean = 0;
    for (double s : score) {
      Rows.finite("score", s);
      mean += s / score.length;
    }
    double scale = 0;
    for (double s : score) {
      scale = Math.max(scale, Math.abs(s - mean));
    }
    // Centred and scaled, the Hessian is well conditioned whatever the unit of the scores.
    double[] scaled = new double[score.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = scale == 0 ? 0 : (score[i] - mean) / scale;
    }
    PlattCalibration fit = newton(scaled, target);
    double slope = scale == 0 ? 0 : fit.a / scale;
    return new PlattCalibration(slope, fit.b - slope * mean);
  }

  private static PlattCalibration newton(double[] score, double[] target) {
    double chance = Accuracy.mean(target);
    PlattCalibration fit = new PlattCalibration(0, StrictMath.log((1 - chance) / chance));
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      double ga = 0;
      double gb = 0;
      double haa = RIDGE;
      double hab = 0;
      double hbb = RIDGE;
      for (int i = 0; i < score.length; i++) {
        double p = fit.apply(score[i]);
        double residual = target[i] - p;
        double curvature = p * (1 - p);
        ga += score[i] * residual;
        gb += residual;
        haa += score[i] * score[i] * curvature;
        hab += score[i] * curvature;
        hbb += curvature;
      }
      double determinant = haa * hbb - hab * hab;
      double da = -(hbb * ga - hab * gb) / determinant;
      double db = -(haa * gb - hab * ga) / determinant;
      double slope = ga * da + gb * db;
      if (-slope < CONVERGED) {
        return new PlattCalibration(fit.a + da, fit.b + db);
      }
      double loss = fit.crossEntropy(score, target);
      double step = 1;
      PlattCalibration next = new PlattCalibration(fit.a + da, fit.b + db);
      while (next.crossEntropy(score, target) >= loss + ARMIJO * step * slope) {
        step /= 2;
        if (step < MIN_STEP) {
          return fit;
        }
        next = new PlattCalibration(fit.a + step * da, fit.b + step * db);
      }
      fit = next;
    }
    return fit;
  }

  private double crossEntropy(double[] score, double[] target) {
    double sum = 0;
    for (int i = 0; i < score.length; i++) {
      double f = a * score[i] + b;
      sum += (f >= 0 ? target[i] : target[i] - 1) * f;
      sum += StrictMath.log1p(StrictMath.exp(-Math.abs(f)));
    }
    return sum;
  }

  /** The calibrated chance, in [0, 1]. */
  public double apply(double score) {
    if (Double.isNaN(score)) {
      throw new IllegalArgumentException("score must be a number: NaN");
    }
    double f = a * score + b;
    double e = StrictMath.exp(-Math.abs(f));
    return f >= 0 ? e / (1 + e) : 1 / (1 + e);
  }
}
