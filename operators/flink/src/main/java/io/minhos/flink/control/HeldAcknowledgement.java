package io.minhos.flink.control;

import io.minhos.domain.control.Acknowledgement;

/**
 * An acknowledgement that waits for its time.
 *
 * @param acknowledgement to be sent
 * @param decidedTo once what was decided up to this event time has left
 */
public record HeldAcknowledgement(Acknowledgement acknowledgement, long decidedTo) {}
