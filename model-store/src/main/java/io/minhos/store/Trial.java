package io.minhos.store;

import java.time.Instant;

/**
 * A training of a model that is about to be judged, or a search that is about to tell its first
 * variant. Written down before that is known, so that no accuracy and no verdict can be had without
 * it, and never changed.
 *
 * @param sequence counts up from 1 within the model, without a gap
 * @param variants settings that were tried, of which the best is judged
 * @param from first event time of the history
 * @param to last event time of it
 * @param by who trained
 * @param at when the run began, by the caller's time; a run is told from others by it
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

  /** True if they differ in their places alone. */
  boolean isOfSameRun(Trial other) {
    return variants == other.variants
        && from.equals(other.from)
        && to.equals(other.to)
        && by.equals(other.by)
        && at.equals(other.at);
  }

  /** True if its history and the other's have an instant in common. */
  public boolean overlaps(Trial other) {
    return !from.isAfter(other.to) && !other.from.isAfter(to);
  }
}
