package io.minhos.domain.control;

import io.minhos.domain.inference.ModelRelease;
import java.util.Comparator;

/**
 * A release with the time from which it is in force.
 *
 * @param release what
 * @param from event time, milliseconds since the epoch
 * @param ordinal place in the control log: of two that hold from the same time the later counts
 * @param challenger whether it answers beside the champion, which stays in force
 * @param share of the symbols that a challenger is traded on, in [0, 1]; 0: in shadow
 */
public record ScheduledRelease(
    ModelRelease release, long from, long ordinal, boolean challenger, double share) {

  /** By (from, ordinal): where several fit, the last counts. */
  public static final Comparator<ScheduledRelease> ORDER =
      Comparator.comparingLong(ScheduledRelease::from).thenComparingLong(ScheduledRelease::ordinal);

  /** A release that is the champion. */
  public ScheduledRelease(ModelRelease release, long from, long ordinal) {
    this(release, from, ordinal, false, 0);
  }
}
