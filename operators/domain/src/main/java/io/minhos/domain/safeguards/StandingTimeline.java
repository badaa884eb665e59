package io.minhos.domain.safeguards;

import io.minhos.domain.control.Timelines;
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
    return new StandingTimeline(Timelines.with(standings, standing, ORDER));
  }

  /** What holds at {@code time}, or null. */
  public Standing at(long time) {
    int last = Timelines.lastAt(standings, Standing::from, time);
    return last < 0 ? null : standings.get(last);
  }
}
