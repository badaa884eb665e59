package io.minhos.sql;

import io.minhos.domain.inference.SequenceWindow;
import io.minhos.flink.features.BarFeatures;

/**
 * A bar with the vectors up to it that a sequence model is asked with.
 *
 * @param window fewer than a sequence has where the data begin
 */
public record BarSequence(BarFeatures features, SequenceWindow window) {}
