package io.minhos.flink.technical;

import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.signals.RegimeConfig;
import io.minhos.domain.signals.VolatilityHistory;
import io.minhos.domain.technical.TechnicalAnalysis;
import io.minhos.domain.technical.TechnicalConfig;
import io.minhos.domain.technical.TechnicalOpinion;
import io.minhos.domain.technical.TechnicalState;
import io.minhos.flink.features.BarFeatures;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Asks classic technical analysis for its opinion on each bar, and tells the regime. */
public final class AnalyzeTechnicals
    extends KeyedProcessFunction<String, BarFeatures, AnalyzedBar> {

  static final ValueStateDescriptor<TechnicalState> TECHNICALS =
      new ValueStateDescriptor<>("technicals", TechnicalState.class);

  static final ValueStateDescriptor<VolatilityHistory> VOLATILITIES =
      new ValueStateDescriptor<>("volatilities", VolatilityHistory.class);

  private static final int VOLUME_RATIO = FeatureSchema.SEQUENCE_8.names().indexOf("volumeRatio");

  private final TechnicalConfig config;
  private final RegimeConfig regimes;
  private transient TechnicalAnalysis analysis;
  private transient ValueState<TechnicalState> technicals;
  private transient ValueState<VolatilityHistory> volatilities;

  public AnalyzeTechnicals(TechnicalConfig config, RegimeConfig regimes) {
    this.config = config;
    this.regimes = regimes;
  }

  @Override
  public void open(OpenContext context) {
    analysis = new TechnicalAnalysis(config);
    technicals = getRuntimeContext().getState(TECHNICALS);
    volatilities = getRuntimeContext().getState(VOLATILITIES);
  }

  @Override
  public void processElement(BarFeatures features, Context context, Collector<AnalyzedBar> out)
      throws Exception {
    TechnicalState known = technicals.value();
    TechnicalState next =
        (known == null ? TechnicalState.empty() : known)
            .plus(features.bar(), features.indicators());
    technicals.update(next);
    VolatilityHistory before = volatilities.value();
    VolatilityHistory history =
        (before == null ? VolatilityHistory.empty() : before)
            .plus(features.indicators().volatility(), regimes);
    volatilities.update(history);
    TechnicalOpinion opinion = analysis.opinion(next, features.indicators());
    out.collect(
        new AnalyzedBar(
            features.bar(),
            features.indicators().atr(),
            features.indicators().volatility(),
            features.sequence().values()[VOLUME_RATIO],
            opinion,
            history.regime(opinion.trendStrength(), regimes),
            features.sequence(),
            features.tabular()));
  }
}
