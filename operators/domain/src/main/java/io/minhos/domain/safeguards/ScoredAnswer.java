package io.minhos.domain.safeguards;

/**
 * A model's answer beside what the market did.
 *
 * @param model model id
 * @param version release that answered
 * @param symbol instrument
 * @param answeredAt event time of the answer, milliseconds since the epoch
 * @param scoredAt event time at which its horizon was over
 * @param value expected direction and strength in [−1, 1]
 * @param confidence calibrated, in [0, 1]
 * @param outcomeReturn the return over the horizon
 */
public record ScoredAnswer(
    String model,
    int version,
    String symbol,
    long answeredAt,
    long scoredAt,
    double value,
    double confidence,
    double outcomeReturn) {

  /**
   * How right it was in halves: 2 if value and return have one sign, 0 if they have opposite ones,
   * 1 where either is 0 or no number, which is no call.
   */
  public int halves() {
    double product = Math.signum(value) * Math.signum(outcomeReturn);
    return product > 0 ? 2 : product < 0 ? 0 : 1;
  }

  /** 1, ½ or 0. */
  public double correct() {
    return halves() / 2.0;
  }

  /** The return of one unit bet its way before costs: sign(value) · return, 0 without a call. */
  public double paperReturn() {
    double r = Math.signum(value) * outcomeReturn;
    return Double.isFinite(r) ? r : 0;
  }
}
