package io.minhos.domain.evaluation;

/**
 * What the ratios of return to risk need of a series of returns r, in one pass (Welford 1962).
 *
 * @param count n
 * @param mean m = Σ r / n
 * @param squares Σ (r − m)²
 * @param downside Σ min(r, 0)²
 */
public record ReturnMoments(long count, double mean, double squares, double downside) {

  public static final ReturnMoments NONE = new ReturnMoments(0, 0, 0, 0);

  ReturnMoments plus(double r) {
    double delta = r - mean;
    double next = mean + delta / (count + 1);
    double below = Math.min(r, 0);
    return new ReturnMoments(
        count + 1, next, squares + delta * (r - next), downside + below * below);
  }

  /** The same as {@code n} returns of 0, one after another (Chan, Golub, LeVeque 1979). */
  ReturnMoments plusZeros(long n) {
    if (n == 0) {
      return this;
    }
    double all = (double) count + n;
    return new ReturnMoments(
        count + n, mean * (count / all), squares + mean * mean * (count * (n / all)), downside);
  }

  /** m / √(Σ (r − m)² / (n − 1)) · √(returns a year), 0 without variation. Sharpe 1994. */
  double sharpe(double perYear) {
    double deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
    return deviation > 0 ? mean / deviation * Math.sqrt(perYear) : 0;
  }

  /**
   * m / √(Σ min(r, 0)² / n) · √(returns a year): the target is 0, and the mean goes over all
   * returns. NaN where none is below 0. Sortino and Price 1994.
   */
  double sortino(double perYear) {
    return downside > 0 ? mean / Math.sqrt(downside / count) * Math.sqrt(perYear) : Double.NaN;
  }
}
