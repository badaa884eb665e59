package io.minhos.flink.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.testutils.MetricListener;

/** What gauges of ours show, read as a reporter does. */
public final class Shown {

  private final MetricListener listener = new MetricListener();

  public MetricGroup group() {
    return listener.getMetricGroup();
  }

  /** What the series with these values of its labels shows. */
  public double value(TradingMetric metric, String... values) {
    List<String> path = new ArrayList<>();
    path.add(TradingMetric.GROUP);
    assertThat(values).as("labels of %s", metric).hasSameSizeAs(metric.labels());
    for (int i = 0; i < values.length; i++) {
      Collections.addAll(path, metric.labels().get(i), values[i]);
    }
    path.add(metric.id());
    Gauge<Double> gauge = listener.<Double>getGauge(path.toArray(String[]::new)).orElseThrow();
    return gauge.getValue();
  }
}
