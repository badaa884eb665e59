package io.minhos.domain.safeguards;

import io.minhos.domain.signals.SignalFusion;

/**
 * What fusion must know of a release.
 *
 * @param model model id, or {@code technical}
 * @param version release, 0 for technical analysis
 * @param from event time from which it stands so, milliseconds since the epoch
 * @param trades whether its answers may be traded
 * @param allocation its part in fusion that it may take, in [0, 1]
 * @param promotedOver version of the champion that it has proved to be better than, 0 if none
 * @param hitRate accuracy of late, drawn towards ½ while calls are few
 */
public record Standing(
    String model,
    int version,
    long from,
    boolean trades,
    double allocation,
    int promotedOver,
    double hitRate) {

  /** How a release stands of which nothing is known yet. */
  public static Standing initial(String model, int version, double allocation) {
    return new Standing(model, version, Long.MIN_VALUE, true, allocation, 0, 0.5);
  }

  /** One that says the same as no other: of a release of which nothing was told. */
  Standing untold() {
    return new Standing(model, version, from, trades, allocation, promotedOver, Double.NaN);
  }

  /** True if it is of technical analysis, which has no releases. */
  public boolean isTechnical() {
    return model.equals(SignalFusion.TECHNICAL);
  }

  /** Whether that says the same, whenever it began. */
  boolean saysSameAs(Standing other) {
    return trades == other.trades
        && allocation == other.allocation
        && promotedOver == other.promotedOver
        && hitRate == other.hitRate;
  }
}
