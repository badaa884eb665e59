package io.minhos.flink.metrics;

import java.util.List;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** The last durations of something: taken in nanoseconds, told in seconds. */
public final class Latencies implements Histogram {

  private static final int KEPT = 1_000;
  private static final double NANOS = 1e-9;

  private final Histogram nanos = new DescriptiveStatisticsHistogram(KEPT);

  private Latencies() {}

  /** Those that {@code metric} tells of an operator. */
  public static Latencies of(TradingMetric metric, MetricGroup operator) {
    Latencies latencies = new Latencies();
    metric.group(operator, List.of()).histogram(metric.id(), latencies);
    return latencies;
  }

  @Override
  public void update(long duration) {
    nanos.update(duration);
  }

  @Override
  public long getCount() {
    return nanos.getCount();
  }

  @Override
  public HistogramStatistics getStatistics() {
    return new Seconds(nanos.getStatistics());
  }

  private static final class Seconds extends HistogramStatistics {
    private final HistogramStatistics nanos;

    Seconds(HistogramStatistics nanos) {
      this.nanos = nanos;
    }

    @Override
    public double getQuantile(double quantile) {
      return nanos.getQuantile(quantile) * NANOS;
    }

    /** Whole seconds, as the type has it. */
    @Override
    public long[] getValues() {
      long[] values = nanos.getValues();
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.round(values[i] * NANOS);
      }
      return values;
    }

    @Override
    public int size() {
      return nanos.size();
    }

    @Override
    public double getMean() {
      return nanos.getMean() * NANOS;
    }

    @Override
    public double getStdDev() {
      return nanos.getStdDev() * NANOS;
    }

    @Override
    public long getMax() {
      return Math.round(nanos.getMax() * NANOS);
    }

    @Override
    public long getMin() {
      return Math.round(nanos.getMin() * NANOS);
    }
  }
}
