package io.minhos.retraining.trees;

import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.engines.ensemble.StackWeights;
import java.util.List;

/**
 * What a stack says of rows that nothing in it has learned from: what a gate may judge.
 *
 * @param rows indices of the rows, ascending: the test rows of all folds
 * @param answers one a row
 * @param weights the meta-learner that answered each fold
 */
public record OutOfFold(int[] rows, List<EnsembleAnswer> answers, List<StackWeights> weights) {}
