package io.minhos.flink.metrics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;

/**
 * Counters of one operator: each is a metric for Prometheus and an accumulator for the summary of a
 * job that ends. A counter with labels ({@code RECORDS_REJECTED} by {@code code}) has one series
 * for their values.
 */
public final class Counts {

  private final RuntimeContext context;
  private final Map<TradingMetric, Map<List<String>, Pair>> pairs =
      new EnumMap<>(TradingMetric.class);

  public Counts(RuntimeContext context) {
    this.context = context;
  }

  /** One more, of the values of the metric's labels. */
  public void add(TradingMetric metric, String... values) {
    pair(metric, values).increment();
  }

  /** Shows 0: Prometheus sees no increase in a counter that begins with 1. */
  public void begin(TradingMetric metric, String... values) {
    var unused = pair(metric, values);
  }

  private Pair pair(TradingMetric metric, String... values) {
    return pairs
        .computeIfAbsent(metric, m -> new HashMap<>())
        .computeIfAbsent(List.of(values), v -> new Pair(metric, v));
  }

  private final class Pair {
    private final Counter counter;
    private final LongCounter accumulator;

    Pair(TradingMetric metric, List<String> values) {
      counter = metric.group(context.getMetricGroup(), values).counter(metric.id());
      StringBuilder name = new StringBuilder(metric.id());
      values.forEach(value -> name.append('.').append(value));
      accumulator = context.getLongCounter(name.toString());
    }

    void increment() {
      counter.inc();
      accumulator.add(1L);
    }
  }
}
