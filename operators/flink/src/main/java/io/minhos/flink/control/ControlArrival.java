package io.minhos.flink.control;

import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.market.Rejection;

/**
 * An entry of the control log with its place there, or the reason why it is none.
 *
 * @param source topic partition or file
 * @param ordinal offset or line
 * @param entry the entry, or null
 * @param rejection why it could not be read, or null
 * @param raw the entry as it stands in the log
 */
public record ControlArrival(
    String source, long ordinal, ControlEntry entry, Rejection rejection, String raw) {}
