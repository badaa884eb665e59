package io.minhos.domain.risk;

/**
 * A round trip that is over.
 *
 * @param symbol what was traded
 * @param entryTime event time of the entry, ms
 * @param exitTime event time of the exit, ms
 * @param winProbability what the release's calibrated model said at entry, before any {@link
 *     OnlineCalibration}: recalibrating what was recalibrated would feed on itself
 * @param netReturn profit after costs over the entry's notional; above 0 is a win, 0 a loss of 0
 */
public record ClosedTrade(
    String symbol, long entryTime, long exitTime, double winProbability, double netReturn) {

  public ClosedTrade {
    if (entryTime > exitTime) {
      throw new IllegalArgumentException(
          "entryTime must be <= exitTime: " + entryTime + ", " + exitTime);
    }
    if (!(winProbability >= OutcomeConfig.MIN_WIN_PROBABILITY
        && winProbability <= OutcomeConfig.MAX_WIN_PROBABILITY)) {
      throw new IllegalArgumentException("winProbability must be in [0.1, 0.9]: " + winProbability);
    }
    if (!Double.isFinite(netReturn)) {
      throw new IllegalArgumentException("netReturn must be finite: " + netReturn);
    }
  }
}
