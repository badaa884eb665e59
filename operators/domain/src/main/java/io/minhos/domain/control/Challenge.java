package io.minhos.domain.control;

import io.minhos.domain.inference.ModelRelease;

/**
 * A release that answers beside the champion.
 *
 * @param release which
 * @param share of the symbols that it is traded on, in [0, 1]; 0: in shadow
 */
public record Challenge(ModelRelease release, double share) {}
