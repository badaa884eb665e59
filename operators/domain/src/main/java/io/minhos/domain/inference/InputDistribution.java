package io.minhos.domain.inference;

import java.util.ArrayList;
import java.util.List;

/**
 * How what a release is asked with was distributed in training, feature by feature.
 *
 * @param features in the order of the release's schema; empty where a release says nothing
 */
public record InputDistribution(List<ReferenceDistribution> features) {

  private static final InputDistribution NONE = new InputDistribution(List.of());

  public InputDistribution {
    features = List.copyOf(features);
    for (ReferenceDistribution feature : features) {
      if (feature.bins() > Character.MAX_RADIX) {
        throw new IllegalArgumentException(
            "bins must be <= " + Character.MAX_RADIX + ": " + feature.bins());
      }
    }
  }

  /** Of a release that says nothing. */
  public static InputDistribution none() {
    return NONE;
  }

  /** Of the rows of training, at least one, in any order. */
  public static InputDistribution of(List<double[]> rows, int bins) {
    List<ReferenceDistribution> features = new ArrayList<>();
    for (int i = 0; i < rows.get(0).length; i++) {
      int feature = i;
      features.add(
          ReferenceDistribution.of(rows.stream().mapToDouble(row -> row[feature]).toArray(), bins));
    }
    return new InputDistribution(features);
  }

  /**
   * In which bin each of a row's values lies: a digit a feature, to the base 36. All that drift is
   * judged by, in a byte a feature; empty where the release says nothing.
   *
   * @param values hold the row from {@code from} on
   */
  public String digits(double[] values, int from) {
    char[] digits = new char[features.size()];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = Character.forDigit(features.get(i).bin(values[from + i]), Character.MAX_RADIX);
    }
    return new String(digits);
  }
}
