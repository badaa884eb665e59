package io.minhos.domain.evaluation;

/** How a book sizes what it enters. */
public enum Sizing {
  /** By the Kelly criterion: the book that trades. */
  KELLY,
  /** A fixed fraction of equity: the shadow that the other is measured against. */
  FIXED
}
