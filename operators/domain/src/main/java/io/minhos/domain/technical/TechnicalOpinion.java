package io.minhos.domain.technical;

import io.minhos.domain.inference.Status;
import java.util.List;

/**
 * What classic technical analysis says of one bar.
 *
 * @param status OK, or INSUFFICIENT_DATA before warm-up
 * @param signalStrength in [−1, 1]; negative is bearish
 * @param confidence in [0, 1]
 * @param trendStrength ADX / 100, in [0, 1]
 * @param fired names of indicators and patterns that spoke, in the order in which they were asked
 */
public record TechnicalOpinion(
    Status status,
    double signalStrength,
    double confidence,
    double trendStrength,
    List<String> fired) {

  /** The opinion before warm-up: none. */
  public static TechnicalOpinion insufficientData() {
    return new TechnicalOpinion(Status.INSUFFICIENT_DATA, 0, 0, 0, List.of());
  }
}
