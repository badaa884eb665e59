package io.minhos.flink.risk;

import io.minhos.domain.signals.Signal;

/** A signal on its way to one portfolio. */
public record PortfolioSignal(String portfolio, Signal signal) {}
