package io.minhos.domain.evaluation;

/**
 * What the figures of a book, or of one symbol in it, are made of. A fold over fills and
 * valuations; sums only, nothing that grows.
 *
 * @param pnl profit or loss after commission, at the last valuation, in account currency
 * @param growth what 1 has become: of a book its equity over that at its start, of a symbol ∏ (1 +
 *     pnl of the step / the book's equity before it), its part in the book's returns
 * @param peakGrowth the highest so far, at least 1
 * @param maxDrawdown deepest fall from a peak, as a part of it
 * @param returns from one valuation to the next
 * @param exposureSum Σ over valuations of gross exposure / the book's equity
 * @param trips closed
 * @param entries positions opened
 * @param entrySum Σ of what opened positions or added to them, |quantity · price| / the book's
 *     equity at the valuation before
 * @param traded Σ |quantity · price| of all fills
 */
public record PerformanceSums(
    double pnl,
    double growth,
    double peakGrowth,
    double maxDrawdown,
    ReturnMoments returns,
    double exposureSum,
    RoundTrips trips,
    long entries,
    double entrySum,
    double traded) {

  public static final PerformanceSums NONE =
      new PerformanceSums(0, 1, 1, 0, ReturnMoments.NONE, 0, RoundTrips.NONE, 0, 0, 0);

  /** After a fill of the position {@code before} in a book that was worth {@code equity}. */
  PerformanceSums filled(
      OpenTrip before, double quantity, double price, double commission, double equity) {
    RoundTrip closed = before.closedBy(quantity, price, commission);
    double opened = before.opened(quantity);
    boolean entry = opened > 0 && (before.quantity() == 0 || closed != null);
    return new PerformanceSums(
        pnl,
        growth,
        peakGrowth,
        maxDrawdown,
        returns,
        exposureSum,
        closed == null ? trips : trips.plus(closed),
        entries + (entry ? 1 : 0),
        entrySum + (equity > 0 ? Math.abs(opened * price) / equity : 0),
        traded + Math.abs(quantity * price));
  }

  /**
   * At a valuation.
   *
   * @param nextPnl pnl so far
   * @param nextGrowth growth so far
   * @param nextReturns with the return since the valuation before, if there was one
   * @param exposure gross exposure / the book's equity
   */
  PerformanceSums valued(
      double nextPnl, double nextGrowth, ReturnMoments nextReturns, double exposure) {
    double peak = Math.max(peakGrowth, nextGrowth);
    return new PerformanceSums(
        nextPnl,
        nextGrowth,
        peak,
        Math.max(maxDrawdown, 1 - nextGrowth / peak),
        nextReturns,
        exposureSum + exposure,
        trips,
        entries,
        entrySum,
        traded);
  }

  /** ln(growth), NaN if nothing is left. */
  double logGrowth() {
    return growth > 0 ? StrictMath.log(growth) : Double.NaN;
  }
}
