package io.minhos.domain.market;

import java.io.Serializable;

/**
 * The grid of bar boundaries: multiples of the bar length since the epoch.
 *
 * @param lengthMillis bar length, at least 1
 */
public record BarClock(long lengthMillis) implements Serializable {

  public BarClock {
    if (lengthMillis < 1) {
      throw new IllegalArgumentException("bars.length must be >= 1 ms: " + lengthMillis);
    }
  }

  /** Start of the bar that covers {@code time}. */
  public long openTime(long time) {
    return Math.floorDiv(time, lengthMillis) * lengthMillis;
  }

  /** Event time of the bar that covers {@code time}: its last millisecond. */
  public long barTime(long time) {
    return openTime(time) + lengthMillis - 1;
  }

  /** The last bar's event time at or before {@code watermark}: only these need announcing. */
  public long lastBoundary(long watermark) {
    return watermark == Long.MIN_VALUE ? watermark : openTime(watermark + 1) - 1;
  }
}
