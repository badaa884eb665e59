package io.minhos.domain.safeguards;

/** Whether a model's answers are traded (Nygard 2018, Release It!, circuit breaker). */
public enum BreakerState {
  /** Traded. */
  CLOSED,
  /** Not traded, until it has cooled down or a person enables it. */
  OPEN,
  /** Not traded yet: what it answers is scored, and that decides. */
  HALF_OPEN
}
