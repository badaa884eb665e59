package io.minhos.domain.control;

import io.minhos.domain.inference.ModelRelease;

/**
 * A release with the time from which it is in force.
 *
 * @param release what
 * @param from event time, milliseconds since the epoch
 * @param ordinal place in the control log: of two that hold from the same time the later counts
 */
public record ScheduledRelease(ModelRelease release, long from, long ordinal) {}
