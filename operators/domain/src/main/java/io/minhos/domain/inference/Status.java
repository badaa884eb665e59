package io.minhos.domain.inference;

/** Whether a component has an answer, and if not, why. */
public enum Status {
  OK,
  UNTRAINED,
  INSUFFICIENT_DATA,
  FAILED,
  DISABLED
}
