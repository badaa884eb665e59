package io.minhos.flink.features;

import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.features.FeatureState;
import io.minhos.domain.market.Bar;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.Latencies;
import io.minhos.flink.metrics.TradingMetric;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Folds each bar into its symbol's state and reads the features off. Batch and stream alike. */
public final class ComputeFeatures extends KeyedProcessFunction<String, Bar, BarFeatures> {

  static final ValueStateDescriptor<FeatureState> FEATURES =
      new ValueStateDescriptor<>("features", FeatureState.class);

  private transient ValueState<FeatureState> features;
  private transient Counts counts;
  private transient Latencies latency;

  @Override
  public void open(OpenContext context) {
    features = getRuntimeContext().getState(FEATURES);
    counts = new Counts(getRuntimeContext());
    latency = Latencies.of(TradingMetric.FEATURE_LATENCY, getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(Bar bar, Context context, Collector<BarFeatures> out)
      throws Exception {
    // Measured, never decided upon.
    long start = System.nanoTime();
    FeatureState known = features.value();
    FeatureState next = (known == null ? FeatureState.empty() : known).plus(bar);
    features.update(next);
    BarFeatures computed =
        new BarFeatures(
            bar,
            next.indicators(),
            FeatureSchema.SEQUENCE_8.vector(next),
            FeatureSchema.TABULAR.vector(next));
    latency.update(System.nanoTime() - start);
    counts.add(TradingMetric.BARS);
    out.collect(computed);
  }
}
