package io.minhos.domain.safeguards;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was scored of one symbol's answers in the current hour. It is kept apart from the window, so
 * that a call changes no more than this: {@link AccuracyWindow#plusDay} takes it once it is over.
 *
 * @param hour hours since the epoch
 * @param calls by {@code model/version}
 */
public record SymbolHour(long hour, Map<String, AccuracyBucket> calls) {

  private static final long HOUR = 3_600_000;

  /** The hour of an event time, before its first call. */
  public static SymbolHour of(long time) {
    return new SymbolHour(Math.floorDiv(time, HOUR), Map.of());
  }

  /**
   * Whether it is told how releases did, now that the hour of {@code before} is over: each hour, or
   * each day where a bar lasts an hour or longer, so that not each bar makes a report.
   *
   * @param barMillis length of the symbol's bars
   */
  public boolean tellsOf(SymbolHour before, long barMillis) {
    int hours = barMillis >= HOUR ? 24 : 1;
    return Math.floorDiv(hour, hours) != Math.floorDiv(before.hour, hours);
  }

  /** After scores of the hour. */
  public SymbolHour plus(List<ScoredAnswer> scores) {
    if (scores.isEmpty()) {
      return this;
    }
    Map<String, AccuracyBucket> next = new HashMap<>(calls);
    for (ScoredAnswer score : scores) {
      next.compute(
          Safeguards.key(score.model(), score.version()),
          (key, known) -> (known == null ? AccuracyBucket.initial(hour) : known).plus(score));
    }
    return new SymbolHour(hour, next);
  }
}
