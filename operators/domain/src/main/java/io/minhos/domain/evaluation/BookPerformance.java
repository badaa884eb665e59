package io.minhos.domain.evaluation;

/**
 * How one book of a portfolio did so far, as a whole or in one symbol. Money in account currency.
 * The figures of a symbol refer to the book's equity: its returns add up with the other symbols' to
 * the book's.
 *
 * @param portfolio whose
 * @param book KELLY is the book that trades, FIXED its shadow
 * @param symbol instrument, empty for all together
 * @param time event time of the last valuation
 * @param equity of the whole book then
 * @param pnl profit or loss after commission, open positions at the last closes
 * @param trades round trips closed
 * @param winRate part of them with a profit after commission, 0 without trades
 * @param profitFactor what the winners gained over what the losers lost; NaN where nothing was lost
 * @param avgWin mean net profit of the winners, NaN without any
 * @param avgLoss mean net loss of the losers, positive; NaN without any
 * @param logGrowth ln(last equity / first equity); of a symbol Σ ln(1 + pnl of the step / equity
 *     before it); NaN if nothing is left
 * @param sharpe mean over standard deviation of the returns from one valuation to the next, times
 *     √(valuations a year); 0 without variation. Risk-free rate 0. Sharpe 1994
 * @param sortino the same over the downside deviation √(Σ min(r, 0)² / n); NaN where no return was
 *     negative. Sortino and Price 1994
 * @param maxDrawdown greatest fall from a peak, as a part of the peak
 * @param avgPosition mean over positions of |notional| at entry over equity, 0 without any
 * @param avgGrossExposure mean over valuations of gross exposure over equity
 * @param turnover traded notional over mean equity, 0 before the first valuation
 * @param turnoverPerYear turnover over the years from the first valuation to the last, 0 at the
 *     first
 */
public record BookPerformance(
    String portfolio,
    Sizing book,
    String symbol,
    long time,
    double equity,
    double pnl,
    long trades,
    double winRate,
    double profitFactor,
    double avgWin,
    double avgLoss,
    double logGrowth,
    double sharpe,
    double sortino,
    double maxDrawdown,
    double avgPosition,
    double avgGrossExposure,
    double turnover,
    double turnoverPerYear) {

  /**
   * @param whole of the book
   * @param part its sums, or those of one symbol
   */
  static BookPerformance of(
      String portfolio, Sizing book, String symbol, PerformanceState whole, PerformanceSums part) {
    RoundTrips trips = part.trips();
    Performance figures = whole.performance(part);
    double turnover =
        whole.equitySum() > 0 ? part.traded() / (whole.equitySum() / whole.snapshots()) : 0;
    return new BookPerformance(
        portfolio,
        book,
        symbol,
        whole.lastTime(),
        whole.equity(),
        part.pnl(),
        figures.trades(),
        figures.winRate(),
        trips.profitFactor(),
        trips.averageWin(),
        trips.averageLoss(),
        figures.logGrowth(),
        figures.sharpe(),
        whole.returns(part).sortino(whole.returnsPerYear()),
        figures.maxDrawdown(),
        part.entries() == 0 ? 0 : part.entrySum() / part.entries(),
        figures.avgGrossExposure(),
        turnover,
        whole.lastTime() > whole.firstTime() ? turnover / whole.years() : 0);
  }

  /** The figures that a run's summary has. */
  public Performance performance() {
    return new Performance(trades, winRate, logGrowth, sharpe, maxDrawdown, avgGrossExposure);
  }
}
