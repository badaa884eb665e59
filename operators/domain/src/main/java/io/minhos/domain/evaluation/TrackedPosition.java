package io.minhos.domain.evaluation;

/**
 * A position between two valuations of its book.
 *
 * @param trip what is held; nothing, where it was closed since the last valuation
 * @param lastPrice last close, or the price of the fill that opened it before one
 * @param flow what its fills paid in less what they cost since the last valuation
 * @param worth quantity · lastPrice at the last valuation
 */
public record TrackedPosition(OpenTrip trip, double lastPrice, double flow, double worth) {

  static final TrackedPosition NONE = new TrackedPosition(OpenTrip.NONE, 0, 0, 0);

  TrackedPosition filled(double quantity, double price, double commission) {
    return new TrackedPosition(
        trip.after(quantity, price, commission),
        trip.quantity() == 0 ? price : lastPrice,
        flow - quantity * price - commission,
        worth);
  }

  TrackedPosition marked(double close) {
    return new TrackedPosition(trip, close, flow, worth);
  }

  TrackedPosition valued() {
    return new TrackedPosition(trip, lastPrice, 0, value());
  }

  double value() {
    return trip.quantity() * lastPrice;
  }

  /** Profit or loss since the last valuation, after commission. */
  double pnl() {
    return flow + value() - worth;
  }
}
