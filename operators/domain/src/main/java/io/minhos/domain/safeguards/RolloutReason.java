package io.minhos.domain.safeguards;

/** Why a model's share changed. */
public enum RolloutReason {
  /** Its figures held for long enough. */
  EARNED,
  /** Its accuracy fell. */
  ACCURACY
}
