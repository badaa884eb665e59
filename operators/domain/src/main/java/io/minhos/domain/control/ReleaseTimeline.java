package io.minhos.domain.control;

import io.minhos.domain.inference.ModelRelease;
import java.util.List;

/**
 * The releases of one model by the time from which they are in force.
 *
 * @param releases sorted by (from, ordinal)
 */
public record ReleaseTimeline(List<ScheduledRelease> releases) {

  public static ReleaseTimeline empty() {
    return new ReleaseTimeline(List.of());
  }

  /** This timeline and {@code release}, whatever order they come in; a repeat changes nothing. */
  public ReleaseTimeline plus(ScheduledRelease release) {
    return new ReleaseTimeline(Timelines.with(releases, release, ScheduledRelease.ORDER));
  }

  /** What is in force at {@code time}, or null. */
  public ModelRelease at(long time) {
    ScheduledRelease scheduled = scheduledAt(time);
    return scheduled == null ? null : scheduled.release();
  }

  /** The same with its time. */
  public ScheduledRelease scheduledAt(long time) {
    int last = last(time);
    return last < 0 ? null : releases.get(last);
  }

  /**
   * What stands by to answer for the release that is in force at {@code time}: the last that was in
   * force before it and is of a lower version, or null. So one that was rolled back does not come
   * back by itself.
   */
  public ModelRelease standby(long time) {
    int last = last(time);
    for (int i = last - 1; i >= 0; i--) {
      ModelRelease earlier = releases.get(i).release();
      boolean replacedAtOnce = releases.get(i).from() == releases.get(i + 1).from();
      if (!replacedAtOnce && earlier.version() < releases.get(last).release().version()) {
        return earlier;
      }
    }
    return null;
  }

  /** What is in force next after {@code time}, or null. */
  public ModelRelease next(long time) {
    int next = last(time) + 1;
    return next == releases.size() ? null : at(releases.get(next).from());
  }

  /** Index of the last release that is in force from {@code time} or before, or -1. */
  private int last(long time) {
    return Timelines.lastAt(releases, ScheduledRelease::from, time);
  }
}
