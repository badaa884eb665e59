package io.minhos.store;

import java.time.Instant;

/**
 * A training of a model that is about to be judged. Written down before its verdict is known, so
 * that no verdict can be had without it, and never changed.
 *
 * @param sequence counts up from 1 within the model, without a gap
 * @param variants settings that were tried, of which the best is judged
 * @param from first event time of the history
 * @param to last event time of it
 * @param by who trained
 * @param at when, by the caller's time
 */
public record Trial(int sequence, int variants, Instant from, Instant to, String by, Instant at) {

  public Trial {
    if (sequence < 1 || variants < 1) {
      throw new IllegalArgumentException(
          "sequence and variants must be >= 1: " + sequence + ", " + variants);
    }
    if (from == null || to == null || at == null || to.isBefore(from)) {
      throw new IllegalArgumentException(
          "from, to and at must be given, to not before from: " + from + ", " + to + ", " + at);
    }
    Names.text("by", by);
  }

  /** True if its history and the other's have an instant in common. */
  public boolean overlaps(Trial other) {
    return !from.isAfter(other.to) && !other.from.isAfter(to);
  }
}
