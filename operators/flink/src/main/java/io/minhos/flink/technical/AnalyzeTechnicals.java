package io.minhos.flink.technical;

import io.minhos.domain.technical.TechnicalAnalysis;
import io.minhos.domain.technical.TechnicalConfig;
import io.minhos.domain.technical.TechnicalState;
import io.minhos.flink.features.BarFeatures;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Asks classic technical analysis for its opinion on each bar. */
public final class AnalyzeTechnicals
    extends KeyedProcessFunction<String, BarFeatures, AnalyzedBar> {

  static final ValueStateDescriptor<TechnicalState> TECHNICALS =
      new ValueStateDescriptor<>("technicals", TechnicalState.class);

  private final TechnicalConfig config;
  private transient TechnicalAnalysis analysis;
  private transient ValueState<TechnicalState> technicals;

  public AnalyzeTechnicals(TechnicalConfig config) {
    this.config = config;
  }

  @Override
  public void open(OpenContext context) {
    analysis = new TechnicalAnalysis(config);
    technicals = getRuntimeContext().getState(TECHNICALS);
  }

  @Override
  public void processElement(BarFeatures features, Context context, Collector<AnalyzedBar> out)
      throws Exception {
    TechnicalState known = technicals.value();
    TechnicalState next =
        (known == null ? TechnicalState.empty() : known)
            .plus(features.bar(), features.indicators());
    technicals.update(next);
    out.collect(new AnalyzedBar(features, analysis.opinion(next, features.indicators())));
  }
}
