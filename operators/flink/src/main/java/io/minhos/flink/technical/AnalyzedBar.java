package io.minhos.flink.technical;

import io.minhos.domain.technical.TechnicalOpinion;
import io.minhos.flink.features.BarFeatures;

/** A bar's features and what technical analysis makes of them. */
public record AnalyzedBar(BarFeatures features, TechnicalOpinion technical) {}
