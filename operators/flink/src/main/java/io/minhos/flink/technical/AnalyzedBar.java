package io.minhos.flink.technical;

import io.minhos.domain.signals.Regime;
import io.minhos.domain.technical.TechnicalOpinion;
import io.minhos.flink.features.BarFeatures;

/** A bar's features, what technical analysis makes of them, and what kind of market it is. */
public record AnalyzedBar(BarFeatures features, TechnicalOpinion technical, Regime regime) {}
