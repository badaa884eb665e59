package io.minhos.domain.signals;

import io.minhos.domain.inference.Status;

/**
 * One component's part in a signal.
 *
 * @param name {@code technical} or a model id
 * @param version model version, 0 for technical analysis or an absent model
 * @param status whether the component answered, and if not, why
 * @param weight the weight that was used: configured weight divided by the sum over those that
 *     answered; 0 if it did not answer
 * @param value its strength in [−1, 1]
 * @param confidence its confidence in [0, 1]
 */
public record SignalComponent(
    String name, int version, Status status, double weight, double value, double confidence) {}
