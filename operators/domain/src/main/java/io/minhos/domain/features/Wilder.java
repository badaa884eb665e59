package io.minhos.domain.features;

/** Wilder's smoothing (Wilder 1978): Aₜ = Aₜ₋₁ + (xₜ − Aₜ₋₁)/14, seeded with the first value. */
final class Wilder {

  static final int PERIOD = 14;

  private Wilder() {}

  static double average(double average, double value) {
    return average + (value - average) * (1.0 / PERIOD);
  }
}
