package io.minhos.domain.market;

import java.util.ArrayList;
import java.util.List;

/**
 * How good the data of one symbol are, and so whether new risk may be taken on them. A fold: the
 * records of a bar, then the bar.
 *
 * <p>Over the last {@code window} bars i, with mᵢ bars missing before it, nᵢ records read for it
 * and rᵢ of them refused:
 *
 * <ul>
 *   <li>GAP_RATE = Σ mᵢ / Σ (mᵢ + 1)
 *   <li>REJECT_RATE = Σ rᵢ / Σ nᵢ, 0 where nothing was read
 *   <li>SPREAD = the mean of the bars' spreads that are known, 0 where none is: what has no quotes
 *       is not judged by them
 * </ul>
 *
 * <p>From {@code minBars} on a measure above its bound stops the symbol, until it is at half the
 * bound or below: what swings about the bound does not switch with every bar.
 *
 * <p>More than {@code staleBars} missing in a row are no rate but a feed that was away, or a market
 * that was closed: the window starts afresh, and the symbol is stopped as STALE up to the {@code
 * minBars}-th bar, which ends it. Before the first bar of all there is no gap.
 *
 * @param lastTime event time of the last bar, of no account while {@code window} is empty
 * @param window the last bars, oldest first
 * @param received records that were read since the last bar
 * @param refused those of them that were refused
 * @param staleGap the missing bars that made it stale, 0 if it is not
 * @param gaps whether the gap rate stops the symbol
 * @param rejects whether the reject rate does
 * @param spread whether the spread does
 * @param defect what stops the symbol: the first of STALE, GAP_RATE, REJECT_RATE, SPREAD with the
 *     bound to get back to and the value, {@code measure=SPREAD limit=0.005 got=0.007}; empty if
 *     nothing does
 */
public record DataQuality(
    long lastTime,
    List<BarQuality> window,
    long received,
    long refused,
    long staleGap,
    boolean gaps,
    boolean rejects,
    boolean spread,
    String defect) {

  /** Part of a bound that a measure must get back to. */
  private static final double RESUME = 0.5;

  public static DataQuality initial() {
    return new DataQuality(0, List.of(), 0, 0, 0, false, false, false, "");
  }

  /** True if no new risk may be taken. */
  public boolean isStopped() {
    return !defect.isEmpty();
  }

  /** The state after records were read for the next bar, {@code more} of which were refused. */
  public DataQuality plusRecords(long read, long more) {
    return new DataQuality(
        lastTime, window, received + read, refused + more, staleGap, gaps, rejects, spread, defect);
  }

  /**
   * The state after {@code bar}.
   *
   * @param bar later than the one before
   * @param lengthMillis the grid's step, at least 1
   */
  public DataQuality plus(Bar bar, long lengthMillis, DataQualityConfig config) {
    long missing = window.isEmpty() ? 0 : Math.max(0, (bar.time() - lastTime) / lengthMillis - 1);
    boolean away = missing > config.staleBars();
    List<BarQuality> bars = new ArrayList<>(window.size() + 1);
    if (!away) {
      bars.addAll(window.size() < config.window() ? window : window.subList(1, window.size()));
    }
    // Relative to a price of zero any spread is wide.
    double relative = bar.meanSpread() / Math.max(Math.abs(bar.close()), Double.MIN_NORMAL);
    bars.add(new BarQuality(away ? 0 : missing, received, refused, relative));
    boolean judged = bars.size() >= config.minBars();
    long stale = away ? missing : judged ? 0 : staleGap;
    double gapRate = gapRate(bars);
    double rejectRate = rejectRate(bars);
    double meanSpread = meanSpread(bars);
    boolean gappy = judged && gapRate > limit(gaps, config.maxGapRate());
    boolean refusing = judged && rejectRate > limit(rejects, config.maxRejectRate());
    boolean wide = judged && meanSpread > limit(spread, config.maxSpread());
    String found = "";
    if (stale > 0) {
      found = defect("STALE", Long.toString(config.staleBars()), Long.toString(stale));
    } else if (gappy) {
      found = defect("GAP_RATE", config.maxGapRate(), gapRate);
    } else if (refusing) {
      found = defect("REJECT_RATE", config.maxRejectRate(), rejectRate);
    } else if (wide) {
      found = defect("SPREAD", config.maxSpread(), meanSpread);
    }
    return new DataQuality(
        bar.time(), List.copyOf(bars), 0, 0, stale, gappy, refusing, wide, found);
  }

  private static double limit(boolean stopped, double bound) {
    return stopped ? RESUME * bound : bound;
  }

  private static String defect(String measure, double bound, double got) {
    return defect(measure, Double.toString(RESUME * bound), Double.toString(got));
  }

  private static String defect(String measure, String limit, String got) {
    return "measure=" + measure + " limit=" + limit + " got=" + got;
  }

  private static double gapRate(List<BarQuality> bars) {
    long missing = 0;
    for (BarQuality bar : bars) {
      missing += bar.missing();
    }
    return (double) missing / (missing + bars.size());
  }

  private static double rejectRate(List<BarQuality> bars) {
    long received = 0;
    long refused = 0;
    for (BarQuality bar : bars) {
      received += bar.received();
      refused += bar.refused();
    }
    return received == 0 ? 0 : (double) refused / received;
  }

  private static double meanSpread(List<BarQuality> bars) {
    double sum = 0;
    int known = 0;
    for (BarQuality bar : bars) {
      if (!Double.isNaN(bar.spread())) {
        sum += bar.spread();
        known++;
      }
    }
    return known == 0 ? 0 : sum / known;
  }
}
