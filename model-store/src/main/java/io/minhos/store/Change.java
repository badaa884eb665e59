package io.minhos.store;

import java.time.Instant;

/**
 * Who changes what is in force, when and why.
 *
 * @param by a person or a job
 * @param why may be empty
 * @param at the caller's time; the order of changes is the journal's, not this
 */
public record Change(String by, String why, Instant at) {

  public Change {
    Names.text("by", by);
    if (why == null || at == null) {
      throw new IllegalArgumentException("why and at must not be null: " + why + ", " + at);
    }
  }
}
