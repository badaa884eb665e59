package io.minhos.domain.control;

import io.minhos.domain.inference.ModelRelease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The releases of one model by the time from which they are in force.
 *
 * @param releases sorted by (from, ordinal)
 */
public record ReleaseTimeline(List<ScheduledRelease> releases) {

  private static final Comparator<ScheduledRelease> ORDER =
      Comparator.comparingLong(ScheduledRelease::from).thenComparingLong(ScheduledRelease::ordinal);

  public static ReleaseTimeline empty() {
    return new ReleaseTimeline(List.of());
  }

  /** This timeline and {@code release}, whatever order they come in; a repeat changes nothing. */
  public ReleaseTimeline plus(ScheduledRelease release) {
    if (releases.contains(release)) {
      return this;
    }
    List<ScheduledRelease> all = new ArrayList<>(releases);
    all.add(release);
    all.sort(ORDER);
    return new ReleaseTimeline(all);
  }

  /** What is in force at {@code time}, or null. */
  public ModelRelease at(long time) {
    ModelRelease found = null;
    for (ScheduledRelease scheduled : releases) {
      if (scheduled.from() > time) {
        break;
      }
      found = scheduled.release();
    }
    return found;
  }

  /** What is in force only after {@code time}. */
  public List<ModelRelease> after(long time) {
    return releases.stream().filter(r -> r.from() > time).map(ScheduledRelease::release).toList();
  }
}
