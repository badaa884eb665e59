package io.minhos.flink.metrics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;

/**
 * Gauges of one operator, by the values of their labels. Each is there from the first time that it
 * is set and shows what it was set to last, to the reporter's thread. What they show is rebuilt by
 * what comes after a restore.
 */
public final class Gauges {

  private final MetricGroup operator;
  private final Map<TradingMetric, Map<List<String>, Shown>> shown =
      new EnumMap<>(TradingMetric.class);

  public Gauges(MetricGroup operator) {
    this.operator = operator;
  }

  /** Shows {@code value}, NaN where it is unknown, for the values of the metric's labels. */
  public void set(TradingMetric metric, double value, String... values) {
    shown
            .computeIfAbsent(metric, m -> new HashMap<>())
            .computeIfAbsent(List.of(values), v -> new Shown(metric, v))
            .value =
        value;
  }

  /** True if the metric has a series for these values. */
  public boolean shows(TradingMetric metric, String... values) {
    return shown.getOrDefault(metric, Map.of()).containsKey(List.of(values));
  }

  /**
   * Ends all series whose first labels are those of {@code metric}, but for those with the values
   * that are kept: what comes and goes, as releases do, must not add up.
   */
  public void retain(TradingMetric metric, Set<List<String>> kept) {
    Map<List<String>, Shown> series = shown.getOrDefault(metric, Map.of());
    for (List<String> values : List.copyOf(series.keySet())) {
      if (!kept.contains(values)) {
        ((AbstractMetricGroup<?>) metric.group(operator, values)).close();
        shown.forEach((other, all) -> all.keySet().removeIf(v -> begins(other, v, metric, values)));
      }
    }
  }

  private static boolean begins(
      TradingMetric other, List<String> values, TradingMetric metric, List<String> first) {
    int length = first.size();
    return other.labels().size() >= length
        && other.labels().subList(0, length).equals(metric.labels())
        && values.subList(0, length).equals(first);
  }

  private final class Shown implements Gauge<Double> {
    private volatile double value = Double.NaN;

    Shown(TradingMetric metric, List<String> values) {
      metric.group(operator, values).gauge(metric.id(), this);
    }

    @Override
    public Double getValue() {
      return value;
    }
  }
}
