package io.minhos.domain.control;

/** What an entry of the control log says. */
public enum ControlType {
  /** The market's time has come to {@code effectiveFrom}: the bar of that time may be decided. */
  HEARTBEAT,
  /** A model release is in force from {@code effectiveFrom}. */
  RELEASE,
  /** A model release answers beside the one in force, and is traded on a share of the symbols. */
  CHALLENGE,
  /**
   * Portfolios are long, short, flat or at a weight, whatever the signal says; or, where it names a
   * model, that model counts in signals as long, short or flat, or with a fixed weight.
   */
  OVERRIDE,
  /** Portfolios enter nothing, and entries that work are cancelled. */
  HALT,
  /** Portfolios enter nothing. */
  REDUCE,
  /** Ends each HALT and REDUCE that it covers. */
  RESUME,
  /** A model has no part in signals; it answers in shadow. */
  DISABLE,
  /** Ends each DISABLE that it covers. */
  ENABLE,
  /** How much of a signal is the models', the rest being technical analysis alone. */
  ROLLOUT;

  /** True of what people say, false of what the job and the registry do. */
  public boolean isCommand() {
    return this != HEARTBEAT && this != RELEASE && this != CHALLENGE;
  }

  /** True of what only ends what was in force. */
  boolean isEnd() {
    return this == RESUME || this == ENABLE;
  }

  /** True of what keeps portfolios or models from acting. */
  boolean holdsBack() {
    return this == HALT || this == REDUCE || this == DISABLE;
  }

  /** The type of those among which a later one may take the place of this. */
  ControlType group() {
    return switch (this) {
      case REDUCE, RESUME -> HALT;
      case ENABLE -> DISABLE;
      default -> this;
    };
  }
}
