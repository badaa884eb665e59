package io.minhos.domain.signals;

import io.minhos.domain.inference.Status;

/**
 * How likely a trade on a signal is to win, as the win-probability model has it.
 *
 * @param version release that answered, 0 if none did
 * @param status whether it answered, and if not, why
 * @param probability calibrated, in [{@value #LOWEST}, {@value #HIGHEST}]; 0.5 unless {@code
 *     status} is OK
 * @param fixedFraction the constant fraction of equity that the release compares Kelly with; 0
 *     unless {@code status} is OK
 */
public record WinEstimate(int version, Status status, double probability, double fixedFraction) {

  /** No model is so sure of a loss. */
  public static final double LOWEST = 0.1;

  /** No model is so sure of a win. */
  public static final double HIGHEST = 0.9;

  /** Clips to the bounds. */
  public WinEstimate {
    probability = Math.max(LOWEST, Math.min(HIGHEST, probability));
  }

  /** The estimate of nobody. */
  public static WinEstimate none(int version, Status reason) {
    return new WinEstimate(version, reason, 0.5, 0);
  }
}
