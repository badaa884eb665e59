package io.minhos.retraining.trees;

/** Checks of configuration. */
final class Bounds {

  private Bounds() {}

  static void positive(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be > 0: " + value);
    }
  }

  /** Deeper trees than this have more leaves than there are rows. */
  static void depth(String key, int value) {
    if (value < 1 || value > 16) {
      throw new IllegalArgumentException(key + " must be in [1, 16]: " + value);
    }
  }

  static void share(String key, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(key + " must be in (0, 1]: " + value);
    }
  }

  static void notNegative(String key, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(key + " must be >= 0: " + value);
    }
  }
}
