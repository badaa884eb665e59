package io.minhos.domain.safeguards;

/**
 * That a model's breaker went from one state to another.
 *
 * @param model model id
 * @param version release
 * @param time event time, milliseconds since the epoch
 * @param from the state before
 * @param to the state after
 * @param reason why
 * @param detail figures and bounds, {@code key=value}, or what the person said
 * @param coolDownMillis how long it was or is open at least, 0 where no rule opened it
 */
public record BreakerTransition(
    String model,
    int version,
    long time,
    BreakerState from,
    BreakerState to,
    BreakerReason reason,
    String detail,
    long coolDownMillis) {}
