package io.minhos.retraining.lstm;

import io.minhos.engines.lstm.LstmWeights;
import java.util.List;

/**
 * A finished training.
 *
 * @param weights of the epoch with the smallest validation loss
 * @param bestEpoch that epoch; 0 if no epoch was better than the weights that it began with
 * @param validationLoss mean squared error of those weights
 * @param epochs what happened, in order
 */
public record LstmTraining(
    LstmWeights weights, int bestEpoch, double validationLoss, List<LstmEpoch> epochs) {}
