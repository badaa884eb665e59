package io.minhos.trading.report;

import io.minhos.trading.report.Curve.Point;
import java.util.List;
import java.util.Locale;

/**
 * A line over time as inline SVG, filled down or up to a base line.
 *
 * @param label what it shows, for who cannot see it
 * @param unit written above the vertical axis
 * @param style CSS class that colours it
 * @param points in the order of time, at least one
 * @param base value of the base line
 * @param scale what values are multiplied by in labels: 100 for percent
 * @param height in the picture's units, of which the width has {@value #WIDTH}
 */
record LineChart(
    String label,
    String unit,
    String style,
    List<Point> points,
    double base,
    double scale,
    int height) {

  private static final int WIDTH = 1000;
  private static final int LEFT = 84;
  private static final int RIGHT = 34;
  private static final int TOP = 26;
  private static final int BOTTOM = 26;

  /** Writes the picture; {@code marked} is ringed and named, null for none. */
  void write(Markup out, Point marked, String name) {
    double min = base;
    double max = base;
    for (Point point : points) {
      min = Math.min(min, point.value());
      max = Math.max(max, point.value());
    }
    ValueAxis values = ValueAxis.of(scale * min, scale * max);
    TimeAxis times = new TimeAxis(points.get(0).time(), points.get(points.size() - 1).time());
    out.open(
        "svg",
        "viewBox",
        "0 0 " + WIDTH + " " + height,
        "xmlns",
        "http://www.w3.org/2000/svg",
        "role",
        "img",
        "aria-label",
        label,
        "class",
        "chart " + style);
    values(out, values);
    times(out, times);
    lines(out, times, values);
    if (marked != null) {
      mark(out, x(times, marked), y(values, marked.value()), name);
    }
    out.close();
  }

  private void values(Markup out, ValueAxis axis) {
    out.leaf("text", unit, "x", "4", "y", "14", "class", "unit");
    String format = "%,." + axis.decimals() + "f";
    for (double value : axis.marks()) {
      String y = number(TOP + (1 - axis.place(value)) * plotHeight());
      out.empty(
          "line", "x1", "" + LEFT, "x2", "" + (WIDTH - RIGHT), "y1", y, "y2", y, "class", "grid");
      out.leaf(
          "text",
          Figures.format(format, value),
          "x",
          "" + (LEFT - 8),
          "y",
          y,
          "dy",
          "4",
          "class",
          "value");
    }
  }

  private void times(Markup out, TimeAxis axis) {
    for (TimeAxis.Mark mark : axis.marks()) {
      String x = number(LEFT + axis.place(mark.time()) * plotWidth());
      out.empty(
          "line",
          "x1",
          x,
          "x2",
          x,
          "y1",
          "" + TOP,
          "y2",
          "" + (height - BOTTOM + 4),
          "class",
          "grid");
      out.leaf("text", mark.label(), "x", x, "y", "" + (height - 6), "class", "time");
    }
  }

  private void lines(Markup out, TimeAxis times, ValueAxis values) {
    StringBuilder line = new StringBuilder();
    for (Point point : points) {
      line.append(line.length() == 0 ? "M" : "L")
          .append(number(x(times, point)))
          .append(' ')
          .append(number(y(values, point.value())));
    }
    String baseY = number(y(values, base));
    String area =
        line
            + "L"
            + number(x(times, points.get(points.size() - 1)))
            + " "
            + baseY
            + "L"
            + number(x(times, points.get(0)))
            + " "
            + baseY
            + "Z";
    out.empty("path", "d", area, "class", "area");
    out.empty(
        "line",
        "x1",
        "" + LEFT,
        "x2",
        "" + (WIDTH - RIGHT),
        "y1",
        baseY,
        "y2",
        baseY,
        "class",
        "base");
    out.empty("path", "d", line.toString(), "class", "line");
  }

  private void mark(Markup out, double x, double y, String name) {
    boolean left = x > LEFT + plotWidth() / 2.0;
    out.empty("circle", "cx", number(x), "cy", number(y), "r", "4", "class", "mark");
    out.leaf(
        "text",
        name,
        "x",
        number(x + (left ? -10 : 10)),
        "y",
        number(Math.min(y + 4, height - BOTTOM - 6)),
        "class",
        left ? "named before" : "named");
  }

  private double x(TimeAxis axis, Point point) {
    return LEFT + axis.place(point.time()) * plotWidth();
  }

  private double y(ValueAxis axis, double value) {
    return TOP + (1 - axis.place(scale * value)) * plotHeight();
  }

  private static int plotWidth() {
    return WIDTH - LEFT - RIGHT;
  }

  private int plotHeight() {
    return height - TOP - BOTTOM;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
