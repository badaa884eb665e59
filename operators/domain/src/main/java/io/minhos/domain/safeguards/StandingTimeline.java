package io.minhos.domain.safeguards;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How one release stood, by the time from which it did. Nothing is forgotten: a task may be given
 * the copy of another that is behind it.
 *
 * @param standings sorted by time, one a time
 */
public record StandingTimeline(List<Standing> standings) {

  private static final Comparator<Standing> ORDER = Comparator.comparingLong(Standing::from);

  public static StandingTimeline empty() {
    return new StandingTimeline(List.of());
  }

  /** This timeline and {@code standing}, whatever order they come in; a repeat changes nothing. */
  public StandingTimeline plus(Standing standing) {
    if (standings.contains(standing)) {
      return this;
    }
    List<Standing> all = new ArrayList<>(standings);
    all.add(standing);
    all.sort(ORDER);
    return new StandingTimeline(all);
  }

  /** What holds at {@code time}, or null. */
  public Standing at(long time) {
    int low = 0;
    int high = standings.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (standings.get(middle).from() <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? null : standings.get(low - 1);
  }
}
