package io.minhos.retraining;

import io.minhos.domain.evaluation.ReturnLabel;
import io.minhos.domain.features.FeatureVector;

/**
 * A bar to learn from: its features and, where it has one, its label. Bars without label still
 * stand in the sequences of later ones.
 *
 * @param symbol instrument
 * @param time event time, milliseconds since the epoch
 * @param sequence vector of schema sequence-8
 * @param tabular vector of schema tabular
 * @param last log return from the bar before
 * @param labelEnd event time from which the label is known; 0 without label
 * @param label in [−1, 1]; NaN without label
 * @param realised log return over the horizon; NaN without label
 */
public record TrainingBar(
    String symbol,
    long time,
    FeatureVector sequence,
    FeatureVector tabular,
    double last,
    long labelEnd,
    double label,
    double realised) {

  /** This bar, labelled. */
  TrainingBar labelled(ReturnLabel of) {
    return new TrainingBar(
        symbol, time, sequence, tabular, last, of.endTime(), of.value(), of.realised());
  }

  /** True if a model may be trained or tested on the bar. */
  boolean isRow() {
    return labelEnd != 0 && tabular.warm() && sequence.warm();
  }
}
