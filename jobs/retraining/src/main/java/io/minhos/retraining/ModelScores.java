package io.minhos.retraining;

import io.minhos.domain.evaluation.ScoreCounts;

/**
 * How often a model gave which score, of the rows of one subtask.
 *
 * @param model model id
 * @param counts to be merged with those of the other subtasks, in any order
 */
public record ModelScores(String model, ScoreCounts counts) {}
