package io.minhos.retraining.trees;

import io.minhos.engines.ensemble.StackedEnsemble;

/**
 * A stack to release, and its answers out of sample.
 *
 * @param ensemble base models that learned from all rows, under the meta-learner of all out-of-fold
 *     answers
 * @param outOfFold answers of earlier models to later rows; those of {@code ensemble} itself would
 *     be in-sample
 */
public record TrainedStack(StackedEnsemble ensemble, OutOfFold outOfFold) {}
