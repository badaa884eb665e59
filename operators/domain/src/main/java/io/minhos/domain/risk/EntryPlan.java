package io.minhos.domain.risk;

/**
 * How a position would be opened, or why it is not.
 *
 * @param fraction fraction of equity asked for, after the cap
 * @param quantity quantity; of a denied plan what was asked before rounding
 * @param stopPx stop, NaN if it was not reached
 * @param targetPx target, NaN if it was not reached
 * @param committed cash and gross exposure that the order reserves
 * @param denial why not, null if it may be opened
 */
record EntryPlan(
    double fraction,
    double quantity,
    double stopPx,
    double targetPx,
    double committed,
    RiskDenial denial) {

  static final EntryPlan NONE = new EntryPlan(0, 0, Double.NaN, Double.NaN, 0, null);

  static EntryPlan denied(RiskDenial denial) {
    return new EntryPlan(0, 0, Double.NaN, Double.NaN, 0, denial);
  }

  EntryPlan deniedBy(DenialCode code, String detail) {
    return deniedBy(new RiskDenial(code, detail));
  }

  EntryPlan deniedBy(RiskDenial denied) {
    return new EntryPlan(fraction, quantity, stopPx, targetPx, 0, denied);
  }

  /** The plan of closing {@code quantity}. */
  static EntryPlan closing(double quantity) {
    return new EntryPlan(0, quantity, Double.NaN, Double.NaN, 0, null);
  }
}
