package io.minhos.domain.leaks;

import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.features.FeatureState;
import io.minhos.domain.features.Indicators;
import io.minhos.domain.leaks.FeatureColumn.Kind;
import io.minhos.domain.market.Bar;
import io.minhos.domain.signals.RegimeConfig;
import io.minhos.domain.signals.VolatilityHistory;
import io.minhos.domain.technical.TechnicalAnalysis;
import io.minhos.domain.technical.TechnicalConfig;
import io.minhos.domain.technical.TechnicalOpinion;
import io.minhos.domain.technical.TechnicalState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All that jobs compute of a bar and its past, by the folds that their operators are shells of: the
 * vectors of both schemas, the indicators that sizing reads, technical analysis, the regime.
 */
public final class ComputedFeatures implements FeatureRun {

  /** Labels of the features that an exponential average is part of. */
  private static final Set<String> RECURSIVE =
      Set.of(
          "rsi",
          "macdLine",
          "macdSignal",
          "macdHistogram",
          "atrRatio",
          "ema12Distance",
          "ema26Distance",
          "ema50Distance",
          "adx");

  private final TechnicalAnalysis analysis;
  private final RegimeConfig regimes;
  private final List<FeatureColumn> columns = new ArrayList<>();

  public ComputedFeatures(TechnicalConfig technical, RegimeConfig regimes) {
    this.analysis = new TechnicalAnalysis(technical);
    this.regimes = regimes;
    for (FeatureSchema schema : FeatureSchema.values()) {
      for (int i = 0; i < schema.size(); i++) {
        String name = schema.names().get(i);
        boolean recursive = RECURSIVE.contains(name);
        columns.add(
            new FeatureColumn(
                schema.id() + "." + name,
                recursive ? Kind.RECURSIVE : Kind.WINDOW,
                // Models ask once the whole vector is warm; a window is full before.
                recursive ? schema.warmUpBars() : schema.warmUpBars(i)));
      }
    }
    columns.add(new FeatureColumn("bar.atr", Kind.RECURSIVE, FeatureSchema.TABULAR.warmUpBars()));
    int volatility =
        FeatureSchema.SEQUENCE_8.warmUpBars(FeatureSchema.SEQUENCE_8.names().indexOf("volatility"));
    columns.add(new FeatureColumn("bar.volatility", Kind.WINDOW, volatility));
    for (String name :
        List.of("status", "signalStrength", "confidence", "trendStrength", "fired")) {
      columns.add(
          new FeatureColumn("technical." + name, Kind.RULE, TechnicalAnalysis.WARM_UP_BARS));
    }
    columns.add(new FeatureColumn("regime", Kind.RULE, volatility - 1 + regimes.window()));
  }

  @Override
  public List<FeatureColumn> columns() {
    return columns;
  }

  @Override
  public double[][] values(List<Bar> bars, int from) {
    FeatureState state = FeatureState.empty();
    TechnicalState technical = TechnicalState.empty();
    VolatilityHistory volatilities = VolatilityHistory.empty();
    double[][] rows = new double[bars.size() - from][];
    for (int i = 0; i < bars.size(); i++) {
      state = state.plus(bars.get(i));
      Indicators indicators = state.indicators();
      technical = technical.plus(bars.get(i), indicators);
      volatilities = volatilities.plus(indicators.volatility(), regimes);
      if (i >= from) {
        TechnicalOpinion opinion = analysis.opinion(technical, indicators);
        rows[i - from] = row(state, indicators, opinion, volatilities);
      }
    }
    return rows;
  }

  private double[] row(
      FeatureState state,
      Indicators indicators,
      TechnicalOpinion opinion,
      VolatilityHistory volatilities) {
    // What is no number is told apart by its hash.
    double[] row = new double[columns.size()];
    int at = 0;
    for (FeatureSchema schema : FeatureSchema.values()) {
      double[] vector = schema.vector(state).values();
      System.arraycopy(vector, 0, row, at, vector.length);
      at += vector.length;
    }
    row[at++] = indicators.atr();
    row[at++] = indicators.volatility();
    row[at++] = opinion.status().name().hashCode();
    row[at++] = opinion.signalStrength();
    row[at++] = opinion.confidence();
    row[at++] = opinion.trendStrength();
    row[at++] = opinion.fired().hashCode();
    row[at] = volatilities.regime(opinion.trendStrength(), regimes).name().hashCode();
    return row;
  }
}
