package io.minhos.domain.safeguards;

/** Why a breaker went from one state to another. */
public enum BreakerReason {
  /** Too few calls were right: by the test while it traded, or on probation. */
  ACCURACY,
  /** Its answers were those of something broken, see {@link Degeneracy}. */
  DEGENERATE,
  /** Its features have moved away from what it was trained on. */
  DRIFT,
  /** A person said so. */
  COMMAND,
  /** A person's command that held it out has come to its own end. */
  EXPIRED,
  /** The cool-down is over. */
  COOLED_DOWN,
  /** It passed its probation. */
  RECOVERED
}
