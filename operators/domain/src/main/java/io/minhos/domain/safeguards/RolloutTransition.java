package io.minhos.domain.safeguards;

/**
 * That a model's share changed.
 *
 * @param model model id
 * @param version release
 * @param time event time, milliseconds since the epoch
 * @param from share before, in [0, 1]
 * @param to share after, in [0, 1]
 * @param reason why
 * @param detail figures and bounds, {@code key=value}, or what the person said
 */
public record RolloutTransition(
    String model,
    int version,
    long time,
    double from,
    double to,
    RolloutReason reason,
    String detail) {}
