package io.minhos.domain.safeguards;

/**
 * How a release did on one symbol.
 *
 * @param model model id, or {@code technical}
 * @param version release, 0 for technical analysis
 * @param figures of the window
 */
public record SymbolAccuracy(String model, int version, TrackedAccuracy figures) {}
