package io.minhos.retraining;

import io.minhos.domain.evaluation.ReturnLabel;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.market.Bar;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.technical.TechnicalOpinion;
import io.minhos.flink.technical.AnalyzedBar;

/**
 * A bar to learn from: its features, what a signal is made of and, where it has one, its label.
 * Bars without label still stand in the sequences of later ones.
 *
 * @param bar prices and time
 * @param sequence vector of schema sequence-8
 * @param tabular vector of schema tabular
 * @param technical what technical analysis makes of it
 * @param regime what kind of market it is
 * @param atr average true range in price units, NaN before warm-up
 * @param volatility standard deviation of log returns per bar, NaN before warm-up
 * @param labelEnd event time from which the label is known; 0 without label
 * @param label in [−1, 1]; NaN without label
 * @param realised log return over the horizon; NaN without label
 */
public record TrainingBar(
    Bar bar,
    FeatureVector sequence,
    FeatureVector tabular,
    TechnicalOpinion technical,
    Regime regime,
    double atr,
    double volatility,
    long labelEnd,
    double label,
    double realised) {

  private static final int LOG_RETURN = FeatureSchema.SEQUENCE_8.names().indexOf("logReturn");
  private static final int VOLUME_RATIO = FeatureSchema.SEQUENCE_8.names().indexOf("volumeRatio");

  /** A bar without label. */
  static TrainingBar of(AnalyzedBar analyzed) {
    return new TrainingBar(
        analyzed.bar(),
        analyzed.sequence(),
        analyzed.tabular(),
        analyzed.technical(),
        analyzed.regime(),
        analyzed.atr(),
        analyzed.volatility(),
        0,
        Double.NaN,
        Double.NaN);
  }

  /** This bar, labelled. */
  TrainingBar labelled(ReturnLabel of) {
    return new TrainingBar(
        bar,
        sequence,
        tabular,
        technical,
        regime,
        atr,
        volatility,
        of.endTime(),
        of.value(),
        of.realised());
  }

  /** This bar with what became of another one. */
  TrainingBar labelledAs(TrainingBar other) {
    return new TrainingBar(
        bar,
        sequence,
        tabular,
        technical,
        regime,
        atr,
        volatility,
        labelEnd,
        other.label,
        other.realised);
  }

  /** Its instrument. */
  public String symbol() {
    return bar.symbol();
  }

  /** Its event time, milliseconds since the epoch. */
  public long time() {
    return bar.time();
  }

  /** Log return from the bar before. */
  double last() {
    return sequence.values()[LOG_RETURN];
  }

  /** Volume over its mean of 20 bars. */
  double volumeRatio() {
    return sequence.values()[VOLUME_RATIO];
  }

  /** True if a model may be trained or tested on the bar. */
  boolean isRow() {
    return labelEnd != 0 && tabular.warm() && sequence.warm();
  }
}
