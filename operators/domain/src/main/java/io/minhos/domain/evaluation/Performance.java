package io.minhos.domain.evaluation;

import java.util.HashMap;
import java.util.Map;

/**
 * How a portfolio did.
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

  private static final double YEAR_MILLIS = 365.25 * 86_400_000;

  /** Takes snapshots in the order of time; holds sums, not snapshots. */
  public static final class Meter {
    private long snapshots;
    private long firstTime;
    private long lastTime;
    private double firstEquity;
    private double lastEquity;
    private double returnMean;
    private double returnSquares;
    private long returns;
    private double exposureSum;
    private double peak;
    private double maxDrawdown;
    private final Map<String, Trip> open = new HashMap<>();
    private long trips;
    private long wins;

    /** Quantity held, cash flow after commission since it was opened, commission in that. */
    private record Trip(double quantity, double cash, double commission) {
      static final Trip NONE = new Trip(0, 0, 0);
    }

    /** The equity before the first snapshot. */
    public Meter(double startEquity) {
      firstEquity = startEquity;
      lastEquity = startEquity;
      peak = startEquity;
    }

    /** The portfolio at {@code time}, milliseconds since the epoch. */
    public void snapshot(long time, double equity, double grossExposure) {
      if (snapshots == 0) {
        firstTime = time;
      } else if (lastEquity > 0) {
        // Welford's update: one pass, no cancellation.
        double r = equity / lastEquity - 1;
        returns++;
        double delta = r - returnMean;
        returnMean += delta / returns;
        returnSquares += delta * (r - returnMean);
      }
      snapshots++;
      lastTime = time;
      lastEquity = equity;
      exposureSum += equity > 0 ? grossExposure / equity : 0;
      peak = Math.max(peak, equity);
      maxDrawdown = Math.max(maxDrawdown, peak > 0 ? 1 - equity / peak : 0);
    }

    /**
     * A fill. A round trip is closed when the position comes to zero or changes sides; it won if
     * what it earned exceeds its commissions.
     *
     * @param position names the position: portfolio and symbol
     * @param signedQuantity bought, or negative if sold
     * @return the round trip that it closed, null if it closed none
     */
    public RoundTrip fill(String position, double signedQuantity, double price, double commission) {
      Trip trip = open.getOrDefault(position, Trip.NONE);
      double next = trip.quantity + signedQuantity;
      boolean flat = Math.abs(next) <= 1e-9 * Math.abs(signedQuantity);
      RoundTrip closed = null;
      if (trip.quantity != 0 && (flat || next * trip.quantity < 0)) {
        double closing = -trip.quantity * price;
        double share = Math.abs(trip.quantity / signedQuantity);
        closed =
            new RoundTrip(
                trip.quantity,
                trip.cash - closing - commission * share,
                trip.commission + commission * share);
        trips++;
        if (closed.won()) {
          wins++;
        }
        trip = Trip.NONE;
        if (!flat) {
          double rest = commission * (1 - share);
          trip = new Trip(next, -next * price - rest, rest);
        }
      } else {
        trip =
            new Trip(
                next,
                trip.cash - signedQuantity * price - commission,
                trip.commission + commission);
      }
      if (trip.quantity == 0) {
        open.remove(position);
      } else {
        open.put(position, trip);
      }
      return closed;
    }

    public double lastEquity() {
      return lastEquity;
    }

    public Performance performance() {
      double deviation = returns > 1 ? Math.sqrt(returnSquares / (returns - 1)) : 0;
      double perYear = lastTime > firstTime ? returns * YEAR_MILLIS / (lastTime - firstTime) : 0;
      return new Performance(
          trips,
          trips == 0 ? 0 : (double) wins / trips,
          firstEquity > 0 && lastEquity > 0 ? Math.log(lastEquity / firstEquity) : Double.NaN,
          deviation > 0 ? returnMean / deviation * Math.sqrt(perYear) : 0,
          maxDrawdown,
          snapshots == 0 ? 0 : exposureSum / snapshots);
    }
  }
}
