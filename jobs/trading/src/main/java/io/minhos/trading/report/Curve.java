package io.minhos.trading.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A series reduced to what a chart can show, in one pass and bounded memory. Values are collected
 * in buckets of equal count that keep their lowest and their highest; when there are too many, two
 * become one. So every extreme is still there, and what is drawn follows from the series alone.
 */
final class Curve {

  /** Even, so that buckets pair up. Two points each, and the ends: 1,000 points at most. */
  static final int MAX_BUCKETS = 498;

  /**
   * One value.
   *
   * @param time milliseconds since the epoch
   */
  record Point(long time, double value) {}

  private record Bucket(Point low, Point high) {
    Bucket plus(Bucket later) {
      return new Bucket(
          later.low.value < low.value ? later.low : low,
          later.high.value > high.value ? later.high : high);
    }
  }

  private final int most;
  private final List<Bucket> buckets = new ArrayList<>();
  private int size = 1;
  private int inLast;
  private long count;
  private Point first;
  private Point last;

  Curve() {
    this(MAX_BUCKETS);
  }

  /**
   * @param most buckets, even
   */
  Curve(int most) {
    this.most = most;
  }

  /** A value, in the order of time; one that is not finite cannot be drawn and is left out. */
  void add(long time, double value) {
    if (!Double.isFinite(value)) {
      return;
    }
    last = new Point(time, value);
    if (first == null) {
      first = last;
    }
    count++;
    Bucket bucket = new Bucket(last, last);
    if (!buckets.isEmpty() && inLast < size) {
      buckets.set(buckets.size() - 1, buckets.get(buckets.size() - 1).plus(bucket));
      inLast++;
      return;
    }
    if (buckets.size() == most) {
      halve();
    }
    buckets.add(bucket);
    inLast = 1;
  }

  private void halve() {
    for (int i = 0; i < most / 2; i++) {
      buckets.set(i, buckets.get(2 * i).plus(buckets.get(2 * i + 1)));
    }
    buckets.subList(most / 2, most).clear();
    size *= 2;
  }

  /** How many values there were. */
  long count() {
    return count;
  }

  /** The first value, the extremes of each bucket, the last value; in the order of time. */
  List<Point> points() {
    List<Point> points = new ArrayList<>(2 * buckets.size() + 2);
    append(points, first);
    for (Bucket bucket : buckets) {
      boolean lowFirst = bucket.low.time <= bucket.high.time;
      append(points, lowFirst ? bucket.low : bucket.high);
      append(points, lowFirst ? bucket.high : bucket.low);
    }
    append(points, last);
    return points;
  }

  private static void append(List<Point> points, Point point) {
    if (point != null && (points.isEmpty() || !points.get(points.size() - 1).equals(point))) {
      points.add(point);
    }
  }
}
