package io.minhos.trading.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Equity over a run, folded from its valuations: curves to draw, the deepest drawdown with its
 * dates, and the last equity of each day. Memory grows with days, not with bars.
 */
public final class EquityHistory {

  /**
   * A fall from a peak.
   *
   * @param depth 1 − equity / peak, in [0, ∞)
   * @param peakTime when the peak was, milliseconds since the epoch
   * @param time when it was deepest
   */
  record Drawdown(double depth, long peakTime, long time) {}

  private final double start;
  private final Curve equity = new Curve();
  private final Curve drawdown = new Curve();
  private final SortedMap<LocalDate, Double> closes = new TreeMap<>();
  private double peak;
  private long peakTime;
  private Drawdown deepest = new Drawdown(0, 0, 0);
  private long firstTime;
  private long lastTime;
  private long day = Long.MIN_VALUE;
  private LocalDate date;

  /** Starts at {@code start}, the equity before the first valuation, in account currency. */
  public EquityHistory(double start) {
    this.start = start;
    this.peak = start;
  }

  /** The equity at {@code time}, milliseconds since the epoch; in the order of time. */
  public void add(long time, double value) {
    if (isEmpty()) {
      firstTime = time;
      peakTime = time;
    }
    lastTime = time;
    if (value > peak) {
      peak = value;
      peakTime = time;
    }
    double depth = peak > 0 ? 1 - value / peak : 0;
    if (depth > deepest.depth) {
      deepest = new Drawdown(depth, peakTime, time);
    }
    equity.add(time, value);
    drawdown.add(time, -depth);
    if (Math.floorDiv(time, 86_400_000L) != day) {
      day = Math.floorDiv(time, 86_400_000L);
      date = date(time);
    }
    closes.put(date, value);
  }

  /** The day that a time falls in, UTC. */
  static LocalDate date(long time) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(time), ZoneOffset.UTC);
  }

  boolean isEmpty() {
    return closes.isEmpty();
  }

  double start() {
    return start;
  }

  long firstTime() {
    return firstTime;
  }

  long lastTime() {
    return lastTime;
  }

  Curve equity() {
    return equity;
  }

  /** As a change from the peak: 0 at it, −0.1 ten percent below. */
  Curve drawdown() {
    return drawdown;
  }

  Drawdown deepest() {
    return deepest;
  }

  /** The last equity of each day, UTC, that had one. */
  SortedMap<LocalDate, Double> closes() {
    return Collections.unmodifiableSortedMap(closes);
  }
}
