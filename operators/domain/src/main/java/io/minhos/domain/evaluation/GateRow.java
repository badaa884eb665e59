package io.minhos.domain.evaluation;

/**
 * One out-of-sample answer and what became of it. Of each number the sign is the direction; 0 is
 * none and counts as half right.
 *
 * @param time event time of the bar
 * @param symbol instrument
 * @param value the candidate's answer
 * @param linear the linear model's answer to the same bar; NaN in every row if there is none
 * @param realised return over the horizon; rows of 0 have no direction and are left out
 * @param last the last return known at that bar
 */
public record GateRow(
    long time, String symbol, double value, double linear, double realised, double last) {

  /** The same where nothing can stand in for the candidate. */
  public GateRow withoutLinear() {
    return new GateRow(time, symbol, value, Double.NaN, realised, last);
  }
}
