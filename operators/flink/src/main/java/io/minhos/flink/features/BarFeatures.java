package io.minhos.flink.features;

import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.features.Indicators;
import io.minhos.domain.market.Bar;

/**
 * A bar with all that was computed from it and its past.
 *
 * @param sequence vector of schema sequence-8
 * @param tabular vector of schema tabular
 */
public record BarFeatures(
    Bar bar, Indicators indicators, FeatureVector sequence, FeatureVector tabular) {}
