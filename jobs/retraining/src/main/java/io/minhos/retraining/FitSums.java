package io.minhos.retraining;

import io.minhos.domain.evaluation.FeatureRanges;
import io.minhos.domain.evaluation.LinearSums;

/**
 * What one subtask's rows add to the linear model and the scaler of one part.
 *
 * @param part number in the plan
 * @param linear of the tabular rows that it trains on
 * @param ranges of the sequence vectors that its scaler may be fitted on
 */
public record FitSums(int part, LinearSums linear, FeatureRanges ranges) {

  FitSums plus(FitSums other) {
    return new FitSums(part, linear.plus(other.linear), ranges.plus(other.ranges));
  }
}
