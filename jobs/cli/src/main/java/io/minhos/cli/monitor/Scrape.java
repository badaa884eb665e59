package io.minhos.cli.monitor;

import io.minhos.flink.metrics.TradingMetric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What the task managers' metrics say at one moment, in Prometheus' text format 0.0.4. */
public final class Scrape {

  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)(?: -?\\d+)?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /**
   * A line.
   *
   * @param text number of the text that it is in
   */
  private record Sample(int text, String name, Map<String, String> labels, double value) {}

  private final List<Sample> samples = new ArrayList<>();

  /**
   * @param texts one a task manager
   * @throws IllegalArgumentException if one is not in that format
   */
  public Scrape(List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      int text = i;
      texts
          .get(i)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> read(text, line));
    }
  }

  /** The largest value of the metric's series with those labels; NaN if there is none. */
  double max(TradingMetric metric, Map<String, String> labels) {
    return values(metric, labels).max().orElse(Double.NaN);
  }

  /** Σ over the metric's series with those labels. */
  double sum(TradingMetric metric, Map<String, String> labels) {
    return values(metric, labels).sum();
  }

  /**
   * The version of {@code model} that is in force, 0 if none is. Subtasks come to a swap one after
   * the other, and one without bars never does: of what they say the release counts that is in
   * force from the latest time, which after a rollback is not the highest.
   */
  public int version(String model) {
    int version = 0;
    double latest = Double.NaN;
    for (Sample said : samples(TradingMetric.RELEASE_VERSION, Map.of("model", model)).toList()) {
      double from =
          samples(TradingMetric.RELEASE_TIMESTAMP, said.labels())
              .filter(s -> s.text() == said.text())
              .mapToDouble(Sample::value)
              .findFirst()
              .orElse(Double.NEGATIVE_INFINITY);
      if (Double.isNaN(latest) || from > latest || (from == latest && said.value() > version)) {
        latest = from;
        version = (int) said.value();
      }
    }
    return version;
  }

  private DoubleStream values(TradingMetric metric, Map<String, String> labels) {
    return samples(metric, labels).mapToDouble(Sample::value);
  }

  /** The metric's series with those labels that have a value. */
  private Stream<Sample> samples(TradingMetric metric, Map<String, String> labels) {
    return samples.stream()
        .filter(s -> s.name().equals(metric.prometheusName()))
        .filter(s -> s.labels().entrySet().containsAll(labels.entrySet()))
        .filter(s -> !Double.isNaN(s.value()));
  }

  private void read(int text, String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new IllegalArgumentException("no Prometheus text: " + line);
    }
    Map<String, String> labels = new HashMap<>();
    if (sample.group(2) != null) {
      Matcher label = LABEL.matcher(sample.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    samples.add(new Sample(text, sample.group(1), labels, value(sample.group(3))));
  }

  private static double value(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
