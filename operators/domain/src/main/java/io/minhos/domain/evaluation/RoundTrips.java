package io.minhos.domain.evaluation;

/**
 * Round trips, added up. Money in account currency, after commission unless it says otherwise.
 *
 * @param trades how many
 * @param wins with a profit
 * @param gained what these earned
 * @param lost what the others lost, at least 0
 * @param commission paid for all
 */
public record RoundTrips(long trades, long wins, double gained, double lost, double commission) {

  public static final RoundTrips NONE = new RoundTrips(0, 0, 0, 0, 0);

  public RoundTrips plus(RoundTrip trip) {
    boolean won = trip.won();
    return new RoundTrips(
        trades + 1,
        wins + (won ? 1 : 0),
        gained + (won ? trip.net() : 0),
        lost - (won ? 0 : trip.net()),
        commission + trip.commission());
  }

  /** gained − lost. */
  public double net() {
    return gained - lost;
  }

  /** net + commission. */
  public double gross() {
    return net() + commission;
  }

  /** wins / trades, NaN without trades. */
  public double winRate() {
    return (double) wins / trades;
  }

  /** net / trades, NaN without trades. */
  public double averageNet() {
    return net() / trades;
  }

  /** gained / wins, NaN without any. */
  public double averageWin() {
    return gained / wins;
  }

  /** lost / losses, a positive amount; NaN without any. */
  public double averageLoss() {
    return lost / (trades - wins);
  }

  /** gained / lost, NaN where nothing was lost. */
  public double profitFactor() {
    return lost > 0 ? gained / lost : Double.NaN;
  }
}
