package io.minhos.trading.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A chart as the page's script draws it. It stands in the page as JSON, with all of its numbers.
 *
 * @param id of its canvas, behind {@code chart-}
 * @param kind how x is read
 * @param unit of y
 * @param names of the bars of {@link Kind#BARS}, else empty
 * @param series in the order in which they are drawn
 */
record Chart(String id, Kind kind, Unit unit, List<String> names, List<Series> series) {

  /** How x is read. */
  enum Kind {
    /** Milliseconds since the epoch; what happened is marked. */
    TIME,
    /** A part of 1. */
    SHARE,
    /** One lying bar a name. */
    BARS
  }

  /** How y is written. */
  enum Unit {
    MONEY,
    PERCENT,
    NUMBER
  }

  /** How a series is drawn. */
  enum Style {
    LINE,
    DASHED,
    /** A line, filled to zero. */
    AREA,
    /** A dot at each point, joined. */
    DOTS,
    /** The lower edge of a band, the upper of which is the next series. */
    BAND_LOW,
    BAND_HIGH,
    BAR
  }

  /**
   * A series. Series of one name share their colour and their place in the legend.
   *
   * @param name in the legend
   * @param label where a point is asked about
   * @param colour index in the page's palette
   * @param x as the chart's kind has it; empty for bars
   * @param y one each
   */
  record Series(
      String name, String label, int colour, Style style, List<Double> x, List<Double> y) {

    static Series of(String name, int colour, Style style, List<Curve.Point> points) {
      return of(name, name, colour, style, points);
    }

    static Series of(String name, String label, int colour, Style style, List<Curve.Point> points) {
      List<Double> x = new ArrayList<>(points.size());
      List<Double> y = new ArrayList<>(points.size());
      for (Curve.Point point : points) {
        x.add((double) point.time());
        y.add(point.value());
      }
      return new Series(name, label, colour, style, x, y);
    }
  }

  static Chart overTime(String id, Unit unit, List<Series> series) {
    return new Chart(id, Kind.TIME, unit, List.of(), series);
  }

  /** True where there is nothing to draw. */
  boolean isEmpty() {
    return series.stream().allMatch(s -> s.y.isEmpty());
  }
}
