package io.minhos.flink.technical;

import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.market.Bar;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.technical.TechnicalOpinion;

/**
 * A bar with what models are asked about, what technical analysis makes of it, and what kind of
 * market it is. Of the indicators only what sizes and labels need goes on: each field that crosses
 * to another task costs time.
 *
 * @param atr average true range, in price
 * @param volatility σ of log returns, a bar
 * @param volumeRatio volume over its average
 * @param sequence vector of schema sequence-8, null once all models were asked
 * @param tabular vector of schema tabular, null likewise
 */
public record AnalyzedBar(
    Bar bar,
    double atr,
    double volatility,
    double volumeRatio,
    TechnicalOpinion technical,
    Regime regime,
    FeatureVector sequence,
    FeatureVector tabular) {

  /** The same without what models are asked about. */
  public AnalyzedBar withoutVectors() {
    return new AnalyzedBar(bar, atr, volatility, volumeRatio, technical, regime, null, null);
  }
}
