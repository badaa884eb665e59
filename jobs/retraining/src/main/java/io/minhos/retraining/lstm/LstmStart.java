package io.minhos.retraining.lstm;

import io.minhos.engines.lstm.LstmWeights;

/**
 * Weights to go on from.
 *
 * @param weights of the same architecture
 * @param knownUntil last event time that they were trained on, labels included, epoch milliseconds
 */
public record LstmStart(LstmWeights weights, long knownUntil) {}
