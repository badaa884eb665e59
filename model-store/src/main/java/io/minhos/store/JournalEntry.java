package io.minhos.store;

import java.time.Instant;
import java.util.List;

/**
 * One change of what is in force. Immutable once written.
 *
 * @param sequence counts up from 1 within the model, without a gap
 * @param action what was asked for
 * @param version which release it was about; of a rollback, the one gone back to
 * @param manifestSha256 of that release's manifest then: what is in force is pinned to the byte
 * @param moves what it did to the aliases, all at once; empty where a release without a role is
 *     retired
 * @param by who
 * @param why may be empty
 * @param at when
 */
public record JournalEntry(
    int sequence,
    Action action,
    int version,
    String manifestSha256,
    List<AliasMove> moves,
    String by,
    String why,
    Instant at) {

  /** What was asked for. */
  public enum Action {
    PROMOTE,
    ROLLBACK,
    RETIRE
  }

  public JournalEntry {
    if (sequence < 1 || version < 1 || action == null || moves == null) {
      throw new IllegalArgumentException(
          "sequence and version must be >= 1, action and moves given: "
              + sequence
              + " "
              + version
              + " "
              + action
              + " "
              + moves);
    }
    Names.sha256("manifestSha256", manifestSha256);
    moves = List.copyOf(moves);
    Change change = new Change(by, why, at);
    by = change.by();
  }
}
