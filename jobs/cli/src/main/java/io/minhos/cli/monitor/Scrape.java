package io.minhos.cli.monitor;

import io.minhos.flink.metrics.TradingMetric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/** What the task managers' metrics say at one moment, in Prometheus' text format 0.0.4. */
public final class Scrape {

  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)(?: -?\\d+)?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private record Sample(String name, Map<String, String> labels, double value) {}

  private final List<Sample> samples = new ArrayList<>();

  /**
   * @param texts one a task manager
   * @throws IllegalArgumentException if one is not in that format
   */
  public Scrape(List<String> texts) {
    for (String text : texts) {
      text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(this::read);
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

  /** The version of {@code model} that is in force, 0 if none is. */
  public int version(String model) {
    double version = max(TradingMetric.RELEASE_VERSION, Map.of("model", model));
    return Double.isNaN(version) ? 0 : (int) version;
  }

  private DoubleStream values(TradingMetric metric, Map<String, String> labels) {
    return samples.stream()
        .filter(s -> s.name().equals(metric.prometheusName()))
        .filter(s -> s.labels().entrySet().containsAll(labels.entrySet()))
        .mapToDouble(Sample::value)
        .filter(v -> !Double.isNaN(v));
  }

  private void read(String line) {
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
    samples.add(new Sample(sample.group(1), labels, value(sample.group(3))));
  }

  private static double value(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
