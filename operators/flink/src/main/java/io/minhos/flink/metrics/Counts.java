package io.minhos.flink.metrics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;

/**
 * Counters of one operator: each is a metric for Prometheus and an accumulator for the summary of a
 * job that ends. A counter by label ({@code RECORDS_REJECTED} by {@code code}) has one series a
 * value.
 */
public final class Counts {

  private final RuntimeContext context;
  private final Map<TradingMetric, Pair> plain = new EnumMap<>(TradingMetric.class);
  private final Map<TradingMetric, Map<String, Pair>> labelled = new EnumMap<>(TradingMetric.class);

  public Counts(RuntimeContext context) {
    this.context = context;
  }

  public void add(TradingMetric metric) {
    plain.computeIfAbsent(metric, m -> new Pair(m, null, null)).increment();
  }

  public void add(TradingMetric metric, String label, String value) {
    labelled
        .computeIfAbsent(metric, m -> new HashMap<>())
        .computeIfAbsent(value, v -> new Pair(metric, label, v))
        .increment();
  }

  private final class Pair {
    private final Counter counter;
    private final LongCounter accumulator;

    Pair(TradingMetric metric, String label, String value) {
      var group = context.getMetricGroup().addGroup(TradingMetric.GROUP);
      counter = (label == null ? group : group.addGroup(label, value)).counter(metric.id());
      accumulator = context.getLongCounter(label == null ? metric.id() : metric.id() + "." + value);
    }

    void increment() {
      counter.inc();
      accumulator.add(1L);
    }
  }
}
