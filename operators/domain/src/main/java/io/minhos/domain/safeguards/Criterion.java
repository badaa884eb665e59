package io.minhos.domain.safeguards;

/** What a challenger must be better in. */
public enum Criterion {
  /** The part of calls that were right. */
  ACCURACY,
  /** The mean return of a call before costs. */
  PNL
}
