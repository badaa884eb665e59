package io.minhos.retraining;

import io.minhos.trading.config.TradingConfig;

/**
 * One of the settings that a search tries.
 *
 * @param settings as they are told, {@code key=value key=value}
 * @param config all settings of it; what labels and folds are made of is that of all variants
 */
public record Variant(String settings, TradingConfig config) {}
