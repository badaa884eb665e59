package io.minhos.domain.evaluation;

import java.util.List;

/**
 * How a portfolio did, in short; {@link BookPerformance} says it at length.
 *
 * @param trades round trips closed
 * @param winRate part of them with a profit after commission, 0 without trades
 * @param logGrowth ln(last equity / first equity)
 * @param sharpe mean over standard deviation of the equity's returns from one snapshot to the next,
 *     times √(snapshots a year); 0 without variation. Risk-free rate 0. Sharpe 1994
 * @param maxDrawdown greatest fall from a peak, as a part of the peak
 * @param avgGrossExposure mean over snapshots of gross exposure over equity
 */
public record Performance(
    long trades,
    double winRate,
    double logGrowth,
    double sharpe,
    double maxDrawdown,
    double avgGrossExposure) {

  /**
   * Several portfolios as one, from their {@code books}, at least one: trades and equity are added
   * up, the greatest drawdown of any counts, and of Sharpe ratio and exposure the mean. Of one
   * portfolio its own figures.
   */
  public static Performance of(List<BookPerformance> books) {
    if (books.size() == 1) {
      return books.get(0).performance();
    }
    long trades = 0;
    double wins = 0;
    double start = 0;
    double end = 0;
    double sharpe = 0;
    double maxDrawdown = 0;
    double exposure = 0;
    for (BookPerformance book : books) {
      trades += book.trades();
      wins += book.winRate() * book.trades();
      start += book.equity() - book.pnl();
      end += book.equity();
      sharpe += book.sharpe() / books.size();
      maxDrawdown = Math.max(maxDrawdown, book.maxDrawdown());
      exposure += book.avgGrossExposure() / books.size();
    }
    return new Performance(
        trades,
        trades == 0 ? 0 : wins / trades,
        end > 0 ? StrictMath.log(end / start) : Double.NaN,
        sharpe,
        maxDrawdown,
        exposure);
  }
}
