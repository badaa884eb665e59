package io.minhos.domain.evaluation;

/**
 * A position from its opening on: a fold over its fills. Quantities are signed, negative of what is
 * sold.
 *
 * @param quantity held, 0 if nothing is
 * @param cash what came in less what went out since it was opened, after commission
 * @param commission in that
 */
public record OpenTrip(double quantity, double cash, double commission) {

  /** Nothing held. */
  public static final OpenTrip NONE = new OpenTrip(0, 0, 0);

  /** What floating point leaves of a position that was all closed, relative to the last fill. */
  private static final double NOTHING = 1e-9;

  /**
   * The round trip that a fill closes, null if the position is neither flat after it nor turned.
   */
  public RoundTrip closedBy(double filled, double price, double commission) {
    if (!endsWith(filled)) {
      return null;
    }
    double part = commission * share(filled);
    return new RoundTrip(quantity, cash + quantity * price - part, this.commission + part);
  }

  /** The position after a fill. Of one that turns it, the rest is a new position. */
  public OpenTrip after(double filled, double price, double commission) {
    if (!endsWith(filled)) {
      return new OpenTrip(
          quantity + filled, cash - filled * price - commission, this.commission + commission);
    }
    double next = rest(filled);
    if (next == 0) {
      return NONE;
    }
    double part = commission * (1 - share(filled));
    return new OpenTrip(next, -next * price - part, part);
  }

  /** How much of a fill opens a position or adds to one, at least 0. */
  double opened(double filled) {
    return quantity * filled >= 0
        ? Math.abs(filled)
        : endsWith(filled) ? Math.abs(rest(filled)) : 0;
  }

  private boolean endsWith(double filled) {
    return quantity != 0 && rest(filled) * quantity <= 0;
  }

  private double rest(double filled) {
    double next = quantity + filled;
    return Math.abs(next) <= NOTHING * Math.abs(filled) ? 0 : next;
  }

  /** The part of a fill that closes what is held, in (0, 1]. */
  private double share(double filled) {
    return rest(filled) == 0 ? 1 : Math.abs(quantity / filled);
  }
}
