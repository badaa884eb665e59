package io.minhos.domain.evaluation;

/**
 * A position from its opening until it was flat again or changed sides. Money in quote currency.
 *
 * @param quantity what the last fill closed: positive if it had been bought, negative if sold short
 * @param net what it earned, after its commissions
 * @param commission paid for all of its fills
 */
public record RoundTrip(double quantity, double net, double commission) {

  /** What it earned before commission: net + commission. */
  public double gross() {
    return net + commission;
  }

  /** True if it earned more than it cost. */
  public boolean won() {
    return net > 0;
  }
}
