package io.minhos.domain.evaluation;

/** What a fit takes. */
final class Rows {

  private Rows() {}

  static void check(double[] row, int features) {
    if (row.length != features) {
      throw new IllegalArgumentException("row must have " + features + " values: " + row.length);
    }
    for (int i = 0; i < row.length; i++) {
      // A name made for each value would cost more than the fit.
      if (!Double.isFinite(row[i])) {
        finite("value " + i, row[i]);
      }
    }
  }

  static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite: " + value);
    }
  }

  static void weight(double weight) {
    if (!(weight >= 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException("weight must be >= 0: " + weight);
    }
  }

  static void same(int features, int others) {
    if (features != others) {
      throw new IllegalArgumentException("features must be " + features + ": " + others);
    }
  }
}
