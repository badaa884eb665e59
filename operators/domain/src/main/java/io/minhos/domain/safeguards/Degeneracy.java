package io.minhos.domain.safeguards;

/** How a model's answers show that it is broken, before any of them is scored. */
public enum Degeneracy {
  /** No answer, or one that is no number. */
  FAILED,
  /** The same value again and again. */
  CONSTANT,
  /** Always the same side. */
  ONE_SIDED,
  /** Always sure. */
  SATURATED
}
