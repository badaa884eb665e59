package io.minhos.flink.inference;

import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.signals.Signal;
import java.util.List;

/**
 * A signal whose chance is not estimated yet.
 *
 * @param win the win-probability release in force at it, null if none is
 * @param announced of each model the release that is known to be in force next
 */
public record FusedSignal(Signal signal, ModelRelease win, List<ModelRelease> announced) {}
