package io.minhos.store;

/** Why the store refused. A refusal's message begins with the code. */
public enum RefusalCode {
  /** A model id, artifact name, argument or draft that no release can have. */
  INVALID(true),
  /** No such store, model, version, release or artifact. */
  MISSING(true),
  /** Bytes are not those that were published: a checksum differs. */
  CORRUPT(false),
  /** The manifest is not one: not JSON, an unknown or missing field, a value out of bounds. */
  UNREADABLE_MANIFEST(false),
  /** The manifest belongs to another model or version than the one asked for. */
  MISMATCH(false),
  /** An entry of the journal is missing, not readable, or contradicts the ones before it. */
  CORRUPT_JOURNAL(false),
  /** Somebody else moved an alias at the same time. Look again, then decide again. */
  CONFLICT(false),
  /** The claim was taken for dead by a cleanup before the release was complete. */
  ABANDONED(false),
  /** The release is retired. */
  RETIRED(true),
  /** The gate did not release it. */
  NOT_RELEASED(true),
  /** What is in force is not retired. */
  IN_FORCE(true),
  /** What was asked for is so already. */
  ALREADY(true),
  /** There is no champion before this one to go back to. */
  NO_PREVIOUS(true),
  /** The file system cannot do what the store needs. */
  UNSUPPORTED(true),
  /** The file system failed. Nothing is known about the content. */
  UNREACHABLE(false);

  private final boolean usage;

  RefusalCode(boolean usage) {
    this.usage = usage;
  }

  /** True if another request would not be refused, false if something is broken. */
  public boolean usage() {
    return usage;
  }
}
