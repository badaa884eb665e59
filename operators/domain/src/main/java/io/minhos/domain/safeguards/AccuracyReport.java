package io.minhos.domain.safeguards;

/**
 * How a release did of late.
 *
 * @param time event time, milliseconds since the epoch
 * @param model model id, or {@code technical}
 * @param version release, 0 for technical analysis
 * @param symbol that the figures are of; empty: of all
 * @param breaker whether it may be traded: OPEN too while a person's DISABLE of it is in force
 * @param reason why the breaker is in that state; COMMAND before its first transition
 * @param detail of the reason, as {@link Breaker#detail}; of a person's the command, author and why
 * @param allocation its part in fusion that it may take, in [0, 1]
 * @param evidence E against its accuracy, see {@link BettingTest}
 * @param figures of the window
 * @param drift of what the release is asked with, whatever the symbol; null, of an earlier report,
 *     makes it none
 */
public record AccuracyReport(
    long time,
    String model,
    int version,
    String symbol,
    BreakerState breaker,
    BreakerReason reason,
    String detail,
    double allocation,
    double evidence,
    TrackedAccuracy figures,
    InputDrift drift) {

  public AccuracyReport {
    drift = drift == null ? InputDrift.none() : drift;
  }
}
