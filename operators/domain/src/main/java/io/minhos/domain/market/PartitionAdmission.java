package io.minhos.domain.market;

import java.io.Serializable;

/**
 * Decides from a partition's own records, in their order there, which are admitted in time, and so
 * how far its time has come. Both answers follow from one number, the high water: the highest event
 * time admitted so far. What is admitted is never behind {@link #watermark}, so nothing is late
 * downstream, whatever the parallelism.
 *
 * <ul>
 *   <li>LATE: more than {@code latenessMillis} behind the high water.
 *   <li>LATE or FUTURE, whatever the rest says: times that are no time but damage, more than 146
 *       million years (2⁶² ms) away from the epoch. As a high water they would overflow.
 *   <li>FUTURE, where the source knows when a record arrived: more than {@code aheadMillis} ahead
 *       of that: as much as clocks differ, since nothing confirms it.
 *   <li>FUTURE elsewhere: more than {@code futureMillis} ahead of the high water, unless the next
 *       record confirms it by being no further than {@code latenessMillis} behind it. Real data has
 *       gaps of days, and a lone record ahead of its time must not make all that follows LATE.
 * </ul>
 *
 * @param latenessMillis how far records of one partition may be out of order, at least 0
 * @param futureMillis how far a record may be ahead of the high water unconfirmed, at least 1
 * @param aheadMillis how far a record may be ahead of its arrival, at least 0
 */
public record PartitionAdmission(long latenessMillis, long futureMillis, long aheadMillis)
    implements Serializable {

  /** The high water of a partition that has admitted nothing yet. */
  public static final long NOTHING_ADMITTED = Long.MIN_VALUE;

  /** The arrival time of a record whose source does not know it. */
  public static final long UNKNOWN_ARRIVAL = Long.MIN_VALUE;

  private static final long FARTHEST = 1L << 62;

  public PartitionAdmission {
    if (latenessMillis < 0) {
      throw new IllegalArgumentException("latenessMillis must be >= 0: " + latenessMillis);
    }
    if (futureMillis < 1) {
      throw new IllegalArgumentException("futureMillis must be >= 1: " + futureMillis);
    }
    if (aheadMillis < 0) {
      throw new IllegalArgumentException("aheadMillis must be >= 0: " + aheadMillis);
    }
  }

  /** What becomes of a record. */
  public enum Verdict {
    ADMIT,
    LATE,
    FUTURE,
    /** Decided by the next record. */
    HOLD
  }

  /** The verdict on a record that comes when the high water is {@code highWater}. */
  public Verdict judge(long highWater, long time, long arrival) {
    if (isDamaged(time)) {
      return time < 0 ? Verdict.LATE : Verdict.FUTURE;
    }
    if (arrival != UNKNOWN_ARRIVAL) {
      if (time > arrival + aheadMillis) {
        return Verdict.FUTURE;
      }
    } else if (highWater == NOTHING_ADMITTED || time > highWater + futureMillis) {
      return Verdict.HOLD;
    }
    return highWater != NOTHING_ADMITTED && time < highWater - latenessMillis
        ? Verdict.LATE
        : Verdict.ADMIT;
  }

  /**
   * The verdict on a held record of time {@code held} when the next one is of time {@code next}.
   */
  public Verdict judgeHeld(long held, long next) {
    return next >= held - latenessMillis ? Verdict.ADMIT : Verdict.FUTURE;
  }

  /**
   * The verdict on a held record after which its partition ends: admitted if it is all that the
   * partition has, else not, since nothing confirms it.
   */
  public Verdict judgeHeldAtEnd(long highWater) {
    return highWater == NOTHING_ADMITTED ? Verdict.ADMIT : Verdict.FUTURE;
  }

  /** No record at or before this time will be admitted any more. */
  public long watermark(long highWater) {
    return highWater == NOTHING_ADMITTED ? Long.MIN_VALUE : highWater - latenessMillis - 1;
  }

  /** {@code detail} of a rejection by {@code verdict}. */
  public String detail(Verdict verdict, long highWater, long time, long arrival) {
    if (isDamaged(time)) {
      return "time=" + time;
    }
    if (verdict == Verdict.LATE) {
      return "behindMillis=" + (highWater - time) + " limit=" + latenessMillis;
    }
    return arrival == UNKNOWN_ARRIVAL
        ? "limit=" + futureMillis
        : "aheadMillis=" + (time - arrival) + " limit=" + aheadMillis;
  }

  private static boolean isDamaged(long time) {
    return time < -FARTHEST || time > FARTHEST;
  }
}
