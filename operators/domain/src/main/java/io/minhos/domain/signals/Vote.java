package io.minhos.domain.signals;

import io.minhos.domain.inference.Prediction;

/**
 * A component's answer with what it may count in fusion.
 *
 * @param answer what it says
 * @param trades false: it is told and has no weight
 * @param allocation part of its weight that it may take, in [0, 1]; the rest is technical
 *     analysis's
 * @param hitRate how often it was right of late, in [0, 1]; ½ where that is unknown
 */
public record Vote(Prediction answer, boolean trades, double allocation, double hitRate) {

  /** An answer that counts in full, of a component of which nothing is known. */
  public static Vote of(Prediction answer) {
    return new Vote(answer, true, 1, 0.5);
  }
}
