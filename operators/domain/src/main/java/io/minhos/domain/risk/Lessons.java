package io.minhos.domain.risk;

/**
 * What closed trades say of the next.
 *
 * @param outcomes of the closed trades
 * @param calibration by them
 * @param payoffs of them
 */
record Lessons(TradeOutcomes outcomes, OnlineCalibration calibration, PayoffRatios payoffs) {

  /** The lessons of those trades. */
  static Lessons of(TradeOutcomes outcomes, OutcomeConfig config) {
    return new Lessons(
        outcomes, OnlineCalibration.of(outcomes, config), PayoffRatios.of(outcomes, config));
  }
}
