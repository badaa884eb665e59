package io.minhos.domain.risk;

import io.minhos.domain.evaluation.OpenTrip;
import io.minhos.domain.evaluation.RoundTrip;
import io.minhos.domain.orders.Execution;

/**
 * A trade that was decided, from its entry order until it is flat.
 *
 * @param modelProbability what the release said of its chance; NaN if none did
 * @param volatility of its symbol a bar, when it was decided; NaN if nobody knew
 * @param entryTime when its entry began to fill, 0 before
 * @param notional paid or received for what was entered
 * @param trip what is held
 */
public record OpenTrade(
    double modelProbability, double volatility, long entryTime, double notional, OpenTrip trip) {

  /** One whose entry was sent. */
  static OpenTrade sent(double modelProbability, double volatility) {
    return new OpenTrade(modelProbability, volatility, 0, 0, OpenTrip.NONE);
  }

  /** The trade after a fill. */
  OpenTrade after(Execution e) {
    boolean enters = trip.quantity() * e.signedQty() >= 0;
    return new OpenTrade(
        modelProbability,
        volatility,
        entryTime == 0 ? e.transactTime() : entryTime,
        notional + (enters ? Math.abs(e.signedQty() * e.lastPx()) : 0),
        trip.after(e.signedQty(), e.lastPx(), e.commission()));
  }

  /** The round trip that {@code e} ends, null if it ends none. */
  RoundTrip closedBy(Execution e) {
    return trip.closedBy(e.signedQty(), e.lastPx(), e.commission());
  }

  /** What {@code closed}, ended by {@code e}, says of the model; of a chance that it told. */
  ClosedTrade outcome(RoundTrip closed, Execution e) {
    return new ClosedTrade(
        e.symbol(),
        Math.min(entryTime, e.transactTime()),
        e.transactTime(),
        modelProbability,
        notional > 0 ? closed.net() / notional : 0);
  }
}
