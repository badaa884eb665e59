package io.minhos.trading.report;

import io.minhos.domain.evaluation.RoundTrip;

/** Adds up round trips. Money in account currency. */
final class TripTally {

  private long trades;
  private long wins;
  private double net;
  private double commission;
  private double gained;
  private double lost;

  void add(RoundTrip trip) {
    trades++;
    net += trip.net();
    commission += trip.commission();
    if (trip.won()) {
      wins++;
      gained += trip.net();
    } else {
      lost -= trip.net();
    }
  }

  long trades() {
    return trades;
  }

  long wins() {
    return wins;
  }

  /** Part of the round trips with a profit after commission, NaN without any. */
  double winRate() {
    return trades == 0 ? Double.NaN : (double) wins / trades;
  }

  /** Realised before commission. */
  double gross() {
    return net + commission;
  }

  double commission() {
    return commission;
  }

  /** Realised after commission. */
  double net() {
    return net;
  }

  /** net / trades, NaN without any. */
  double averageNet() {
    return trades == 0 ? Double.NaN : net / trades;
  }

  /** What the winners gained over what the losers lost, net; NaN where nothing was lost. */
  double profitFactor() {
    return lost > 0 ? gained / lost : Double.NaN;
  }
}
