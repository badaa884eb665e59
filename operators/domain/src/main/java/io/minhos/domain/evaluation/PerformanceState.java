package io.minhos.domain.evaluation;

/**
 * How a book did so far: a fold over its fills and its valuations, in the order of time.
 *
 * @param start equity before the first valuation
 * @param equity at the last
 * @param snapshots valuations
 * @param firstTime of the first, milliseconds since the epoch
 * @param lastTime of the last
 * @param equitySum Σ equity over valuations
 * @param sums over all that was traded
 */
public record PerformanceState(
    double start,
    double equity,
    long snapshots,
    long firstTime,
    long lastTime,
    double equitySum,
    PerformanceSums sums) {

  private static final double YEAR_MILLIS = 365.25 * 86_400_000;

  /** A book that has not traded. */
  public static PerformanceState initial(double startEquity) {
    return new PerformanceState(startEquity, startEquity, 0, 0, 0, 0, PerformanceSums.NONE);
  }

  /**
   * After a fill.
   *
   * @param before the position that it is a fill of
   * @param quantity bought, or negative if sold
   */
  public PerformanceState filled(
      OpenTrip before, double quantity, double price, double commission) {
    return new PerformanceState(
        start,
        equity,
        snapshots,
        firstTime,
        lastTime,
        equitySum,
        sums.filled(before, quantity, price, commission, equity));
  }

  /** Worth {@code nextEquity} at {@code time}. */
  public PerformanceState valued(long time, double nextEquity, double grossExposure) {
    return new PerformanceState(
        start,
        nextEquity,
        snapshots + 1,
        snapshots == 0 ? time : firstTime,
        time,
        equitySum + nextEquity,
        sums.valued(
            nextEquity - start,
            nextEquity / start,
            countsReturns() ? sums.returns().plus(nextEquity / equity - 1) : sums.returns(),
            exposure(nextEquity, grossExposure)));
  }

  /** Whether the next valuation makes a return: there is one before it, and equity to refer to. */
  boolean countsReturns() {
    return snapshots > 0 && equity > 0;
  }

  /** Gross exposure over equity, 0 where there is none. */
  static double exposure(double equity, double grossExposure) {
    return equity > 0 ? grossExposure / equity : 0;
  }

  /** Years from the first valuation to the last. */
  double years() {
    return (lastTime - firstTime) / YEAR_MILLIS;
  }

  /** Returns a year, 0 without any. */
  double returnsPerYear() {
    return lastTime > firstTime ? sums.returns().count() / years() : 0;
  }

  /** The returns of {@code part}, 0 where it had none and the book did. */
  ReturnMoments returns(PerformanceSums part) {
    return part.returns().plusZeros(sums.returns().count() - part.returns().count());
  }

  /** The figures of {@code part}, which is of this book. */
  Performance performance(PerformanceSums part) {
    RoundTrips trips = part.trips();
    return new Performance(
        trips.trades(),
        trips.trades() == 0 ? 0 : trips.winRate(),
        part.logGrowth(),
        returns(part).sharpe(returnsPerYear()),
        part.maxDrawdown(),
        snapshots == 0 ? 0 : part.exposureSum() / snapshots);
  }

  public Performance performance() {
    return performance(sums);
  }
}
