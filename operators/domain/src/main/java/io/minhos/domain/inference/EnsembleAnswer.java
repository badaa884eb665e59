package io.minhos.domain.inference;

/**
 * What an ensemble says of one row.
 *
 * @param value expected direction and strength, in [−1, 1]
 * @param agreement share of the base models whose sign is that of {@code value}, in [0, 1]
 * @param bases what each base model says, in the ensemble's order, not clipped
 */
@SuppressWarnings("ArrayRecordComponent") // Made for each row and read at once, never compared.
public record EnsembleAnswer(double value, double agreement, double[] bases) {

  /**
   * The answer for an unclipped value.
   *
   * <p>Zero is a sign of its own: a base model that says 0 agrees with a value of 0 and with no
   * other, and −0 is 0. Clipping never changes a sign.
   *
   * @throws ArithmeticException if {@code raw} is NaN
   */
  public static EnsembleAnswer of(double raw, double[] bases) {
    if (Double.isNaN(raw)) {
      throw new ArithmeticException("the ensemble's value must be a number: NaN");
    }
    int agreeing = 0;
    for (double base : bases) {
      // As numbers: signum keeps the sign of zero, == does not see it.
      agreeing += Math.signum(base) == Math.signum(raw) ? 1 : 0;
    }
    return new EnsembleAnswer(
        Math.max(-1, Math.min(1, raw)), (double) agreeing / bases.length, bases);
  }
}
