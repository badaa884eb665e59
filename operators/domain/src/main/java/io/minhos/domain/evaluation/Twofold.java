package io.minhos.domain.evaluation;

/**
 * A number of about 31 digits as the sum of two doubles, high + low with |low| ≤ ulp(high)/2
 * (Dekker 1971; Hida, Li and Bailey 2001, Library for double-double arithmetic).
 *
 * <p>Sums of products are kept in it: a product of two doubles is exact, so nothing that a double
 * can show cancels away when a mean is taken out at the end, and partial sums merged in any order
 * agree far below the last bit of a double. That is why no running mean (Chan, Golub and LeVeque
 * 1983) is needed.
 */
record Twofold(double high, double low) {

  static final Twofold ZERO = new Twofold(0, 0);

  static Twofold of(double value) {
    return new Twofold(value, 0);
  }

  double value() {
    return high + low;
  }

  Twofold plus(Twofold other) {
    double sum = high + other.high;
    double sumError = error(high, other.high, sum);
    double tail = low + other.low;
    double tailError = error(low, other.low, tail);
    sumError += tail;
    double first = sum + sumError;
    sumError = sumError - (first - sum) + tailError;
    double second = first + sumError;
    return new Twofold(second, sumError - (second - first));
  }

  Twofold minus(Twofold other) {
    return plus(new Twofold(-other.high, -other.low));
  }

  Twofold times(Twofold other) {
    double product = high * other.high;
    double rest = Math.fma(high, other.high, -product) + high * other.low + low * other.high;
    double first = product + rest;
    return new Twofold(first, rest - (first - product));
  }

  Twofold times(double factor) {
    return times(of(factor));
  }

  Twofold over(Twofold divisor) {
    double first = high / divisor.high;
    Twofold rest = minus(divisor.times(first));
    double second = rest.high / divisor.high;
    rest = rest.minus(divisor.times(second));
    return of(first).plus(of(second)).plus(of(rest.high / divisor.high));
  }

  /** Adds weight·a·b to the i-th of many sums: {@link #plus} without objects. */
  static void addProduct(double[] highs, double[] lows, int i, double weight, double a, double b) {
    double product = a * b;
    double rest = Math.fma(a, b, -product);
    double weighted = weight * product;
    double weightedRest = Math.fma(weight, product, -weighted) + weight * rest;
    add(highs, lows, i, weighted, weightedRest);
  }

  /** Adds high + low to the i-th of many sums. */
  static void add(double[] highs, double[] lows, int i, double high, double low) {
    double sum = highs[i] + high;
    double sumError = error(highs[i], high, sum);
    double tail = lows[i] + low;
    double tailError = error(lows[i], low, tail);
    sumError += tail;
    double first = sum + sumError;
    sumError = sumError - (first - sum) + tailError;
    double second = first + sumError;
    highs[i] = second;
    lows[i] = sumError - (second - first);
  }

  /** What rounding took from a + b = sum (Knuth's TwoSum). */
  private static double error(double a, double b, double sum) {
    double part = sum - a;
    return (a - (sum - part)) + (b - part);
  }
}
