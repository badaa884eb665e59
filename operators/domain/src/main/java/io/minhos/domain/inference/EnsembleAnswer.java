package io.minhos.domain.inference;

/**
 * What an ensemble makes of a row.
 *
 * @param value in [−1, 1]
 * @param agreement part of the base models that point the way that {@code value} does, in [0, 1]
 * @param bases the base models' values in the ensemble's order; empty for a single model
 */
@SuppressWarnings("ArrayRecordComponent") // Made for each row and read at once, never compared.
public record EnsembleAnswer(double value, double agreement, double[] bases) {}
