package io.minhos.trading.report;

import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.safeguards.TrackedAccuracy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Accuracy over the window of each release, over all symbols, with its two-sided 95 % interval.
 * Memory grows with releases.
 */
final class AccuracyCurves {

  /** Two points each at most, of each release. */
  private static final int BUCKETS = 100;

  private record Release(String model, int version) {}

  private record Lines(Curve accuracy, Curve low, Curve high) {}

  private final Map<Release, Lines> releases =
      new TreeMap<>(Comparator.comparing(Release::model).thenComparingInt(Release::version));

  /** A report, in the order of time; those of single symbols are passed over. */
  void add(AccuracyReport report) {
    TrackedAccuracy figures = report.figures();
    if (!report.symbol().isEmpty() || !Double.isFinite(figures.accuracy())) {
      return;
    }
    Lines lines =
        releases.computeIfAbsent(
            new Release(report.model(), report.version()),
            r -> new Lines(new Curve(BUCKETS), new Curve(BUCKETS), new Curve(BUCKETS)));
    lines.accuracy.add(report.time(), figures.accuracy());
    if (figures.hasInterval()) {
      lines.low.add(report.time(), figures.intervalLow());
      lines.high.add(report.time(), figures.intervalHigh());
    }
  }

  Chart chart() {
    List<Chart.Series> series = new ArrayList<>();
    releases.forEach(
        (release, lines) -> {
          String name = release.model();
          String label = release.version() == 0 ? name : name + " " + release.version();
          int colour = Palette.of(name);
          series.add(
              Chart.Series.of(name, label, colour, Chart.Style.BAND_LOW, lines.low.points()));
          series.add(
              Chart.Series.of(name, label, colour, Chart.Style.BAND_HIGH, lines.high.points()));
          series.add(
              Chart.Series.of(name, label, colour, Chart.Style.LINE, lines.accuracy.points()));
        });
    return Chart.overTime("accuracy", Chart.Unit.PERCENT, series);
  }
}
