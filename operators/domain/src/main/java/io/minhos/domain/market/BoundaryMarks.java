package io.minhos.domain.market;

import java.io.Serializable;

/**
 * When a partition that says nothing is to be marked, and with what: a marker at (a bar's end +
 * lateness) is the least high water that puts the watermark behind the whole bar, see {@link
 * PartitionAdmission#watermark}.
 *
 * @param clock the grid of bars
 * @param latenessMillis how far records of one partition may be out of order, at least 0
 */
public record BoundaryMarks(BarClock clock, long latenessMillis) implements Serializable {

  /** The last mark at or before {@code now}. */
  public long last(long now) {
    return clock.openTime(now - latenessMillis) + latenessMillis;
  }

  /** The first mark after {@code now}. */
  public long next(long now) {
    return last(now) + clock.lengthMillis();
  }
}
