package io.minhos.retraining;

/**
 * From a row's event time to the one from which its label is known.
 *
 * @param time milliseconds since the epoch
 * @param labelEnd milliseconds since the epoch
 */
public record LabelSpan(long time, long labelEnd) {}
